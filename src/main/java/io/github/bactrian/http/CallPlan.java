package io.github.bactrian.http;

/**
 * A {@link CallJournal} of calls that are not made: in a context prepared by {@link AuthorizedHttp#dryRun} each call of an
 * exchange that carries it ends here, and none of the journal's own methods is called.
 */
public interface CallPlan extends CallJournal {

    /** A request is whole and would be sent now. Called by the thread that makes the call; may be called by several. */
    void planned(PlannedCall call);
}

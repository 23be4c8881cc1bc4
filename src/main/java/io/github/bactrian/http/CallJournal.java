package io.github.bactrian.http;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Told of every HTTP call that is made for an exchange which carries it as the property {@link #PROPERTY}. Copies of the
 * exchange carry the same journal, so calls may come from several threads. Each {@link #sending} is followed by exactly one
 * of {@link #answered}, {@link #unanswered} and {@link #withdrawn}, unless the process dies.
 */
public interface CallJournal {

    /** The exchange property that holds the journal. */
    String PROPERTY = "bactrianCallJournal";

    /**
     * The gate is open and the connection stands: the next thing is the first byte. The call is durably recorded as sent
     * when this returns.
     *
     * @throws IOException if it cannot be recorded; the call is then not sent
     */
    void sending(Call call) throws IOException;

    /**
     * Camel's error handler runs a step again: the call to be sent takes the place of an equal one that was answered before.
     * Told before {@link #sending}.
     *
     * @throws IOException if the call must not be sent again
     */
    default void redelivered(Call call) throws IOException {}

    /**
     * A token is about to be sent. Told before {@link #sending}.
     *
     * @param mask takes the token out of texts, for the answer may repeat it
     */
    default void tokenSent(UnaryOperator<String> mask) {}

    /** The head of the answer has arrived. */
    void answered(Call call, int status);

    /** The same, with what else the head says. */
    default void answered(Call call, AnswerHead head) {
        answered(call, head.status());
    }

    /** Bytes may have left, and no answer came. */
    void unanswered(Call call, IOException cause);

    /** The answer to a call that may be repeated broke off after its head: it counts as none. */
    default void cutShort(Call call, IOException cause) {}

    /** Returns whether an earlier attempt of this call may have taken effect, although it failed. */
    default boolean mayHaveWorked(Call call) {
        return false;
    }

    /**
     * Called before a call is made, and before it waits for the gate. An exchange that must not run again from its start
     * waits where it is while the API throttles or cannot be reached.
     *
     * @return how long the call may wait in all for that; zero if the exchange can run again
     */
    default Duration waitsInPlace(Call call) {
        return Duration.ZERO;
    }

    /**
     * Asked when the API has failed a call that can be made again without harm, before that is done.
     *
     * @return false if the failure is to be the exchange's: whoever keeps the journal has seen enough of them
     */
    default boolean mayRepeat(Call call) {
        return true;
    }

    /** The call waited this long for the gate, in all. */
    void waited(Duration duration);

    /** The call waited for what refusals had taught, which is told in words. */
    default void keptTo(String learned) {}

    /** The connection turned out to be closed before a byte was sent: the call was not made, and is made on another one. */
    default void withdrawn(Call call) {}

    /** A token was renewed because the API refused the one sent. */
    void tokenRenewed();
}

package io.github.bactrian.console;

import io.github.bactrian.console.Snapshot.Details;
import io.github.bactrian.imports.JobState;
import io.github.bactrian.imports.Settlement;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;

/** Answers the page: what it asks, and what somebody there does to a job. What cannot be done is said in one sentence. */
record Requests(State state) {

    private interface Action {
        Object on(String id) throws IOException;
    }

    void state(RoutingContext request) {
        answer(request, id -> state.now());
    }

    void yaml(RoutingContext request) {
        answer(request, id -> state.camel()
                .yaml(id)
                .orElseThrow(() -> new IllegalArgumentException("No file holds a route " + id)));
    }

    void job(RoutingContext request) {
        answer(request, id -> details(state.imports().job(id)));
    }

    void pause(RoutingContext request) {
        answer(request, changed(state.imports()::pause));
    }

    void stop(RoutingContext request) {
        answer(request, changed(state.imports()::stop));
    }

    void resume(RoutingContext request) {
        boolean accept = Boolean.parseBoolean(request.request().getParam("accept-change"));
        answer(request, changed(job -> state.imports().resume(job, accept)));
    }

    void settle(RoutingContext request) {
        answer(
                request,
                changed(job -> state.imports().settle(job, settlement(request)).job()));
    }

    private static Details details(JobState job) {
        return new Details(job.receipt(), job.exceptions());
    }

    private interface Change {
        JobState on(String job) throws IOException;
    }

    private Action changed(Change change) {
        return job -> {
            JobState after = change.on(job);
            state.known().forget();
            return details(after);
        };
    }

    private static Settlement settlement(RoutingContext request) {
        return Settlement.valueOf(
                String.valueOf(request.request().getParam("as")).toUpperCase(Locale.ROOT));
    }

    private static void answer(RoutingContext request, Action action) {
        try {
            Json.answer(request, action.on(request.pathParam("id")));
        } catch (IllegalArgumentException e) {
            refuse(request, 404, e);
        } catch (IllegalStateException e) {
            refuse(request, 409, e);
        } catch (IOException e) {
            refuse(request, 503, e);
        }
    }

    private static void refuse(RoutingContext request, int status, Exception why) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(why.getMessage() + "\n");
    }
}

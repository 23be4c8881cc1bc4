package io.github.bactrian.sandbox;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An API with the faults that were asked for, counting what happens. */
final class FaultyApi implements LoopbackServer.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(FaultyApi.class);

    private final Api api;
    private final Faults faults;
    private final Traffic traffic;
    private final Vertx vertx;
    private final Consumer<RecordedCall> recorder;

    FaultyApi(Api api, Faults faults, Traffic traffic, Vertx vertx, Consumer<RecordedCall> recorder) {
        this.api = api;
        this.faults = faults;
        this.traffic = traffic;
        this.vertx = vertx;
        this.recorder = recorder;
    }

    @Override
    public void handle(Request request, LoopbackServer.Outlet outlet) {
        traffic.arrived();
        api.arrived(request);
        Fault fault = faults.next(request);
        if (fault == null) {
            send(answer(request), request, outlet);
            return;
        }
        Reply done = fault.acts() ? answer(request) : null;
        after(fault.delay(), () -> finish(fault, request, done, outlet));
    }

    private void after(Duration delay, Runnable step) {
        if (faults.passes(delay)) {
            step.run();
        } else {
            vertx.setTimer(Math.max(1, delay.toMillis()), timer -> step.run());
        }
    }

    private void finish(Fault fault, Request request, @Nullable Reply done, LoopbackServer.Outlet outlet) {
        if (fault.effect() instanceof Fault.Drop) {
            traffic.dropped();
            recorder.accept(RecordedCall.of(request, 0));
            outlet.drop();
        } else if (fault.effect() instanceof Fault.Answer answer) {
            send(scripted(answer, request), request, outlet);
        } else {
            send(done == null ? answer(request) : done, request, outlet);
        }
    }

    private Reply scripted(Fault.Answer answer, Request request) {
        Reply reply = answer.body() == null
                ? api.failure(answer.status(), request)
                : Reply.of(answer.status(), answer.body());
        return reply.with(answer.headers());
    }

    private Reply answer(Request request) {
        try {
            return api.answer(request);
        } catch (RuntimeException e) {
            LOG.error("The sandbox failed at {} {}", request.method(), request.path(), e);
            return api.failure(500, request);
        }
    }

    private void send(Reply reply, Request request, LoopbackServer.Outlet outlet) {
        traffic.left(reply.status());
        recorder.accept(RecordedCall.of(request, reply.status()));
        outlet.send(reply);
    }
}

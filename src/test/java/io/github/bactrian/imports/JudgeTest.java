package io.github.bactrian.imports;

import static io.github.bactrian.imports.Outcome.DONE;
import static io.github.bactrian.imports.Outcome.REJECTED;
import static io.github.bactrian.imports.Outcome.SKIPPED;
import static io.github.bactrian.imports.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.bactrian.SystemicFault;
import io.github.bactrian.http.AnswerHead;
import io.github.bactrian.http.Call;
import io.github.bactrian.imports.RowCalls.Made;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {
    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final Instant LATER = Instant.parse("2026-11-22T13:00:00Z");

    private static final class Fault extends IOException implements SystemicFault {
        private final boolean needsAction;

        Fault(boolean needsAction) {
            super("the issuer says no");
            this.needsAction = needsAction;
        }

        @Override
        public boolean needsAction() {
            return needsAction;
        }

        @Override
        public Instant retryAt() {
            return needsAction ? null : LATER;
        }
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(List.of(), DONE, Verdict.GoOn.class),
                arguments(List.of(post(201)), DONE, Verdict.GoOn.class),
                arguments(List.of(get(200), post(201), patch(204)), DONE, Verdict.GoOn.class),
                arguments(List.of(post(302)), UNKNOWN, Verdict.Forbidden.class),
                arguments(List.of(post(303)), UNKNOWN, Verdict.Forbidden.class),
                arguments(List.of(post(307)), REJECTED, Verdict.Forbidden.class),
                arguments(List.of(put(302)), REJECTED, Verdict.Forbidden.class),
                arguments(List.of(get(308)), REJECTED, Verdict.Forbidden.class),
                arguments(List.of(get(304)), DONE, Verdict.GoOn.class),
                arguments(List.of(post(400)), REJECTED, Verdict.GoOn.class),
                arguments(List.of(post(404)), REJECTED, Verdict.GoOn.class),
                arguments(List.of(post(409)), REJECTED, Verdict.GoOn.class),
                arguments(List.of(post(413)), REJECTED, Verdict.GoOn.class),
                arguments(List.of(post(422)), REJECTED, Verdict.GoOn.class),
                arguments(List.of(get(404), post(400)), REJECTED, Verdict.GoOn.class),
                arguments(List.of(post(401)), null, Verdict.Stop.class),
                arguments(List.of(get(401)), null, Verdict.Stop.class),
                arguments(List.of(post(403)), REJECTED, Verdict.Forbidden.class),
                arguments(List.of(post(408)), null, Verdict.Pause.class),
                arguments(List.of(post(425)), null, Verdict.Pause.class),
                arguments(List.of(post(429)), null, Verdict.Pause.class),
                arguments(List.of(get(429)), null, Verdict.Pause.class),
                arguments(List.of(get(500)), null, Verdict.Repeat.class),
                arguments(List.of(put(503)), null, Verdict.Repeat.class),
                arguments(List.of(put(0)), null, Verdict.Repeat.class),
                arguments(List.of(post(500)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(502)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(503)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(told(503)), null, Verdict.Pause.class),
                arguments(List.of(post(0)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(patch(0)), UNKNOWN, Verdict.GoOn.class),
                // repeated: the last answer counts
                arguments(List.of(post(429), post(201)), DONE, Verdict.GoOn.class),
                arguments(List.of(post(401), post(201)), DONE, Verdict.GoOn.class),
                arguments(List.of(told(503), post(201)), DONE, Verdict.GoOn.class),
                arguments(List.of(post(503), post(201)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(get(500), get(500), get(200)), DONE, Verdict.GoOn.class),
                arguments(List.of(post(429), post(400)), REJECTED, Verdict.GoOn.class),
                arguments(List.of(post(429), post(500)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(500), post(429)), UNKNOWN, Verdict.Pause.class),
                arguments(List.of(post(0), post(401)), UNKNOWN, Verdict.Stop.class),
                // a POST that may have acted is not made good by another one, which may have had another body
                arguments(List.of(post(0), post(201)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(500), post(201)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(0), post(409)), UNKNOWN, Verdict.GoOn.class),
                // an earlier call took effect: never again
                arguments(List.of(post(201), member(400)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(201), member(500)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(201), member(0)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(201), put(500)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(201), put(0)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(201), get(404)), UNKNOWN, Verdict.GoOn.class),
                arguments(List.of(post(201), member(429)), UNKNOWN, Verdict.Pause.class),
                arguments(List.of(post(201), member(401)), UNKNOWN, Verdict.Stop.class),
                arguments(List.of(post(201), member(403)), UNKNOWN, Verdict.Forbidden.class),
                arguments(List.of(post(0), get(404)), UNKNOWN, Verdict.GoOn.class),
                // an earlier call that only read, or was refused, took none
                arguments(List.of(get(200), post(429)), null, Verdict.Pause.class),
                arguments(List.of(put(200), get(500)), null, Verdict.Repeat.class),
                arguments(List.of(post(400), get(429)), null, Verdict.Pause.class));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void theAnswersDecide(List<Made> made, Outcome outcome, Class<?> effect) {
        Exchange exchange = exchange();
        Made last = made.isEmpty() ? post(200) : made.get(made.size() - 1);
        if (last.status() >= 400) {
            exchange.setException(answer(last.status(), Map.of(), "{}"));
        } else if (last.unanswered()) {
            exchange.setException(new IOException("the connection was reset"));
        }

        Verdict verdict = Judge.judge(made, exchange);

        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.job()).isInstanceOf(effect);
    }

    @Test
    void anAnswerThatDidNotThrowCountsAsOneThatDid() {
        assertThat(Judge.judge(List.of(post(400)), exchange()).outcome()).isEqualTo(REJECTED);
        assertThat(Judge.judge(List.of(post(429)), exchange()).job()).isInstanceOf(Verdict.Pause.class);
        assertThat(Judge.judge(List.of(post(401)), exchange()).job()).isInstanceOf(Verdict.Stop.class);
    }

    @Test
    void a503ThatSaysWhenToComeBackPausesWhetherItWasThrownOrNot() {
        assertThat(Judge.judge(List.of(told(503)), exchange()).job()).isInstanceOf(Verdict.Pause.class);
    }

    @Test
    void aRedirectIsNoSuccessAndIsNamedOnce() {
        Made redirected = redirected("POST", "https://login.example/signin");
        Exchange exchange = exchange();
        exchange.setException(answer(302, Map.of(), "<html>Please sign in</html>"));

        assertThat(Judge.judge(List.of(redirected), exchange).reason())
                .isEqualTo(Judge.judge(List.of(redirected), exchange()).reason())
                .isEqualTo("POST https://api.example/users: HTTP 302, a redirect to https://login.example/signin");
    }

    @Test
    void aRedirectThatWasFollowedCountsByWhereItLed() {
        Made redirected = redirected("GET", "https://api.example/users");

        assertThat(Judge.judge(List.of(redirected, get(200)), exchange()).outcome())
                .isEqualTo(DONE);
    }

    @Test
    void anErrorWithoutACallRejectsTheRow() {
        Exchange exchange = exchange();
        exchange.setException(new RuntimeCamelException("outer", new IllegalArgumentException("no column\n  'mial'")));

        assertThat(Judge.judge(List.of(), exchange)).isEqualTo(Verdict.ended(REJECTED, "no column 'mial'"));
    }

    @Test
    void aHandledErrorRejectsTheRowIfTheRouteSaysNothing() {
        Exchange exchange = exchange();
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("broken"));

        assertThat(Judge.judge(List.of(), exchange))
                .isEqualTo(Verdict.ended(REJECTED, "the route handled an error without saying an outcome: broken"));
    }

    @Test
    void whatTheRouteSaysOutweighsItsCalls() {
        Exchange exchange = exchange();
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, answer(409, Map.of(), "{}"));
        exchange.setProperty(Judge.OUTCOME, " Skipped ");

        assertThat(Judge.judge(List.of(post(409)), exchange)).isEqualTo(Verdict.ended(SKIPPED, "the route said so"));

        exchange.setProperty(Judge.REASON, "exists already");
        assertThat(Judge.judge(List.of(post(409)), exchange).reason()).isEqualTo("exists already");
    }

    @Test
    void whatTheRouteSaidBeforeItFailedCountsNoMore() {
        Exchange exchange = exchange();
        exchange.setProperty(Judge.OUTCOME, "done");
        exchange.setException(new IllegalStateException("broken"));

        assertThat(Judge.judge(List.of(), exchange).outcome()).isEqualTo(REJECTED);
    }

    @Test
    void anOutcomeThatDoesNotExistIsAnErrorThatListsThoseThatDo() {
        Exchange exchange = exchange();
        exchange.setProperty(Judge.OUTCOME, "fine");

        String possible = "the route set importOutcome='fine'; possible: done, rejected, skipped, unknown";
        assertThat(Judge.judge(List.of(), exchange)).isEqualTo(Verdict.ended(REJECTED, possible));
        assertThat(Judge.judge(List.of(post(201)), exchange))
                .returns(UNKNOWN, Verdict::outcome)
                .satisfies(verdict -> assertThat(verdict.reason()).contains("HTTP 201", possible));
    }

    @Test
    void aSystemicFaultAnywhereInTheChainHoldsTheJobAndLeavesTheRow() {
        Exchange stopped = exchange();
        stopped.setException(new RuntimeCamelException(new IllegalStateException(new Fault(true))));
        assertThat(Judge.judge(List.of(), stopped)).isEqualTo(Verdict.again(new Verdict.Stop("the issuer says no")));

        Exchange paused = exchange();
        paused.setProperty(Exchange.EXCEPTION_CAUGHT, new RuntimeCamelException(new Fault(false)));
        assertThat(Judge.judge(List.of(get(200)), paused))
                .isEqualTo(Verdict.again(new Verdict.Pause("the issuer says no", LATER)));
    }

    @Test
    void aSystemicFaultBehindACallThatTookEffectHoldsTheJobAndEndsTheRow() {
        Exchange exchange = exchange();
        exchange.setException(new Fault(false));

        Verdict verdict = Judge.judge(List.of(post(201)), exchange);

        assertThat(verdict.outcome()).isEqualTo(UNKNOWN);
        assertThat(verdict.job()).isEqualTo(new Verdict.Pause("the issuer says no", LATER));
        assertThat(verdict.reason()).contains("POST https://api.example/users: HTTP 201", "the issuer says no");
    }

    @Test
    void anUnansweredCallIsUnknownEvenIfTheFaultIsSystemic() {
        Exchange exchange = exchange();
        exchange.setException(new Fault(false));

        assertThat(Judge.judge(List.of(post(0)), exchange).outcome()).isEqualTo(UNKNOWN);
    }

    @Test
    void aFailureBehindACallThatTookEffectListsEveryCallAndItsAnswer() {
        Exchange exchange = exchange();
        exchange.setException(answer(400, Map.of(), "{\"error\":{\"message\":\"no such group\"}}"));

        assertThat(Judge.judge(List.of(post(201), member(400)), exchange).reason())
                .endsWith("POST https://api.example/users: HTTP 201, POST https://api.example/members: HTTP 400;"
                        + " no such group");
    }

    @Test
    void aMappingErrorBehindACallThatTookEffectListsTheCallToo() {
        Exchange exchange = exchange();
        exchange.setException(new IllegalStateException("broken"));

        Verdict verdict = Judge.judge(List.of(post(201)), exchange);

        assertThat(verdict.outcome()).isEqualTo(UNKNOWN);
        assertThat(verdict.reason()).contains("POST https://api.example/users: HTTP 201", "broken");
    }

    @Test
    void aRefusalBehindACallThatTookEffectMustNotRunTheRowAgain() {
        Verdict verdict = Judge.judge(List.of(post(201), member(403)), exchange());

        assertThat(((Verdict.Forbidden) verdict.job()).again()).isFalse();
        assertThat(((Verdict.Forbidden)
                                Judge.judge(List.of(post(403)), exchange()).job())
                        .again())
                .isTrue();
    }

    private static Exchange exchange() {
        return new DefaultExchange(CONTEXT);
    }

    private static HttpOperationFailedException answer(int status, Map<String, String> headers, String body) {
        return new HttpOperationFailedException("https://api.example/users", status, "", null, headers, body);
    }

    /** Answered with a time when to come back. */
    private static Made told(int status) {
        return new Made(post(status).call(), new AnswerHead(status, true, false, null), null);
    }

    private static Made redirected(String method, String target) {
        Call call = new Call(method, URI.create("https://api.example/users"), method.equals("GET"));
        return new Made(call, new AnswerHead(302, false, false, URI.create(target)), null);
    }

    private static Made get(int status) {
        return new Made(new Call("GET", URI.create("https://api.example/users"), true), status);
    }

    private static Made put(int status) {
        return new Made(new Call("PUT", URI.create("https://api.example/users/1"), true), status);
    }

    private static Made post(int status) {
        return new Made(new Call("POST", URI.create("https://api.example/users"), false), status);
    }

    private static Made patch(int status) {
        return new Made(new Call("PATCH", URI.create("https://api.example/users/1"), false), status);
    }

    private static Made member(int status) {
        return new Made(new Call("POST", URI.create("https://api.example/members"), false), status);
    }
}

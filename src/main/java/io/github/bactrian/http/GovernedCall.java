package io.github.bactrian.http;

import io.github.bactrian.Echo;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A call that is made with a profile or told to a journal. Lives in HttpClient's context, for the hops of one call. */
final class GovernedCall {

    private static final String ATTRIBUTE = GovernedCall.class.getName();

    /** Where camel-http leaves the exchange for activity listeners; taken away after the first answer by some versions. */
    private static final String CAMEL_ATTRIBUTE = "org.apache.camel.Exchange";

    private final Exchange exchange;
    private final @Nullable OAuthProfile profile;
    private final @Nullable CallJournal journal;
    private @Nullable Call attempt;
    private boolean sent;
    private boolean mayHaveWorked;
    private @Nullable AnswerHead answer;
    private final Set<Echo> echoes = new LinkedHashSet<>();

    private GovernedCall(Exchange exchange, @Nullable OAuthProfile profile, @Nullable CallJournal journal) {
        this.exchange = exchange;
        this.profile = profile;
        this.journal = journal;
    }

    /** Null if the call is none of our business. */
    static @Nullable GovernedCall of(HttpClientContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof GovernedCall known) {
            return known;
        }
        Exchange exchange = exchangeOf(context);
        if (exchange == null) {
            return null;
        }
        OAuth oauth = OAuth.of(exchange.getContext());
        OAuthProfile profile = oauth == null ? null : oauth.profileOf(exchange).orElse(null);
        CallJournal journal = exchange.getProperty(CallJournal.PROPERTY, CallJournal.class);
        if (profile == null && journal == null) {
            return null;
        }
        GovernedCall call = new GovernedCall(exchange, profile, journal);
        context.setAttribute(ATTRIBUTE, call);
        return call;
    }

    /** Returns the exchange for which camel-http makes the call; null for other clients and after the first answer. */
    static @Nullable Exchange exchangeOf(HttpClientContext context) {
        return context.getAttribute(CAMEL_ATTRIBUTE) instanceof Exchange exchange ? exchange : null;
    }

    /** Whether calls for the exchange would be governed ones. */
    static boolean isGoverned(Exchange exchange) {
        return exchange.getProperty(CallJournal.PROPERTY) != null
                || exchange.getProperty(OAuth.PROFILE_PROPERTY) != null;
    }

    Exchange exchange() {
        return exchange;
    }

    Optional<OAuthProfile> profile() {
        return Optional.ofNullable(profile);
    }

    Optional<CallJournal> journal() {
        return Optional.ofNullable(journal);
    }

    private boolean isRedelivered() {
        return exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) > 0;
    }

    void newAttempt(Call call) {
        attempt = call;
        sent = false;
        answer = null;
    }

    /** The attempt was answered, as far as its head tells. */
    void answered(Call call, HttpResponse response) {
        boolean worked = mayHaveWorked || (journal != null && journal.mayHaveWorked(call));
        AnswerHead head = AnswerHead.of(response, call, worked);
        answer = head;
        mayHaveWorked |= head.status() >= 500 && !head.refused();
        if (journal != null) {
            journal.answered(call, head);
        }
    }

    void unanswered(Call call, IOException cause) {
        mayHaveWorked = true;
        if (journal != null) {
            journal.unanswered(call, cause);
        }
    }

    /** The answer to the attempt broke off after its head. */
    void cutShort(Call call, IOException cause) {
        mayHaveWorked = true;
        if (journal != null) {
            journal.cutShort(call, cause);
        }
    }

    /** Returns whether the last answer only shows that an earlier attempt of a {@code DELETE} has worked. */
    boolean repeatsDelete() {
        return answer != null && answer.repeatsDelete();
    }

    /** Whether bytes of this attempt may have left. */
    boolean sent() {
        return sent;
    }

    /** Whether this attempt may be made twice. */
    boolean mayBeRepeated() {
        return attempt != null && attempt.idempotent();
    }

    /** Nothing of this attempt was sent after all. */
    void withdraw(Call call) {
        sent = false;
        if (journal != null) {
            journal.withdrawn(call);
        }
    }

    /** What comes back from now on may repeat the token. */
    void sends(Token token) {
        Echo echo = EchoedToken.of(token);
        if (echoes.add(echo) && journal != null) {
            journal.tokenSent(echo);
        }
    }

    boolean hasSentTokens() {
        return !echoes.isEmpty();
    }

    boolean isEchoedIn(String text) {
        return echoes.stream().anyMatch(echo -> echo.isIn(text));
    }

    String withoutEchoes(String text) {
        String masked = text;
        for (Echo echo : echoes) {
            masked = echo.apply(masked);
        }
        return masked;
    }

    private void refuseRepetition(CallJournal told, Call call) throws NotRepeated {
        try {
            if (isRedelivered()) {
                told.redelivered(call);
            }
        } catch (IOException e) {
            throw new NotRepeated(call + " was not sent again: " + e.getMessage(), e);
        }
    }

    /** Tells the journal that the attempt's first byte is about to be sent. */
    Call sending() throws IOException {
        Call call = Objects.requireNonNull(attempt, "each hop of a governed call is an attempt");
        if (journal != null) {
            refuseRepetition(journal, call);
            try {
                journal.sending(call);
            } catch (IOException e) {
                throw new NotRecorded(e);
            }
        }
        sent = true;
        return call;
    }
}

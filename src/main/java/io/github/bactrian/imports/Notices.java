package io.github.bactrian.imports;

import io.github.bactrian.Backoff;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells others, through Camel endpoints, of every ending, and of pauses that the API causes and that last longer than a
 * minute: once a pause, and not more than once an hour for a job. An ending that nobody could be told of, or that the
 * process did not live to tell, is told later.
 */
final class Notices implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Duration LONG_PAUSE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_PAUSES = Duration.ofHours(1);
    private static final int MOST_ATTEMPTS = 20;
    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final ImportSettings settings;
    private final Backlog backlog;
    private final JobStates states;
    private final JobRun run;
    private final Clock clock;
    private final ProducerTemplate producer;
    private final @Nullable Endpoint onEnd;
    private final @Nullable Endpoint onPause;
    private final Map<String, Attempts> attempts = new HashMap<>();
    private @Nullable Instant pausedSince;
    private Instant pauseTold = Instant.EPOCH;

    private record Attempts(int made, Instant next) {}

    /** @throws IllegalArgumentException if an endpoint does not exist */
    Notices(CamelContext context, ImportSettings settings, Ledger ledger, JobRun run) {
        this.settings = settings;
        this.backlog = new Backlog(ledger);
        this.states = new JobStates(ledger);
        this.run = run;
        this.clock = ledger.clock();
        this.onEnd = endpoint(context, "onEnd", settings.onEnd());
        this.onPause = endpoint(context, "onPause", settings.onPause());
        this.producer = context.createProducerTemplate();
    }

    private @Nullable Endpoint endpoint(CamelContext context, String key, @Nullable String uri) {
        try {
            return uri == null ? null : context.getEndpoint(uri);
        } catch (RuntimeCamelException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "import:" + settings.name() + ": " + key + "=" + URISupport.sanitizeUri(uri)
                            + " is no endpoint that Camel can make: " + cause.getMessage(),
                    e);
        }
    }

    @Override
    public void run() {
        try {
            tellPause();
            tellEndings();
        } catch (LedgerException e) {
            // the ledger itself says so once
            LOG.debug("Import {}: no ending can be reported now", settings.name(), e);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Import {}: nobody can be told of endings now: {}", settings.name(), e.toString());
        }
    }

    private void tellEndings() throws IOException {
        if (onEnd == null) {
            backlog.toldAll(settings.name());
            return;
        }
        for (JobTable.Entry entry : backlog.untold(settings.name())) {
            String id = entry.job().id();
            Attempts before = attempts.getOrDefault(id, new Attempts(0, Instant.MIN));
            if (clock.instant().isBefore(before.next())) {
                continue;
            }
            Receipt receipt = states.receipt(id);
            boolean told = send(onEnd, receipt, receipt.status());
            int made = before.made() + 1;
            if (told || made >= MOST_ATTEMPTS) {
                backlog.told(entry.job());
                attempts.remove(id);
            } else {
                attempts.put(id, new Attempts(made, clock.instant().plus(AGAIN.after(made))));
            }
            if (!told) {
                LOG.warn(
                        "Import {}, job {}: onEnd could not be told ({} of {} attempts)",
                        settings.name(),
                        id,
                        made,
                        MOST_ATTEMPTS);
            }
        }
    }

    private void tellPause() throws IOException {
        JobProgress job = run.progress();
        Instant now = clock.instant();
        if (onPause == null || job == null || !job.state().equals("paused")) {
            pausedSince = null;
            return;
        }
        pausedSince = pausedSince == null ? now : pausedSince;
        boolean isLong = !now.isBefore(pausedSince.plus(LONG_PAUSE));
        if (isLong && pauseTold.isBefore(pausedSince) && !now.isBefore(pauseTold.plus(BETWEEN_PAUSES))) {
            pauseTold = now;
            if (!send(onPause, states.receipt(job.job()).paused(job.holdReason()), "paused")) {
                pauseTold = Instant.EPOCH;
                pausedSince = now;
            }
        }
    }

    private boolean send(Endpoint endpoint, Receipt receipt, String status) {
        Exchange exchange = producer.send(endpoint, message -> {
            message.getMessage().setBody(new Notice(receipt));
            message.getMessage().setHeader("CamelImportName", receipt.importName());
            message.getMessage().setHeader("CamelImportJob", receipt.job());
            message.getMessage().setHeader("CamelImportFile", receipt.file());
            message.getMessage().setHeader("CamelImportStatus", status);
        });
        if (exchange.getException() != null) {
            LOG.warn(
                    "Import {}, job {}: {} failed: {}",
                    settings.name(),
                    receipt.job(),
                    URISupport.sanitizeUri(endpoint.getEndpointUri()),
                    exchange.getException().toString());
        }
        return exchange.getException() == null;
    }
}

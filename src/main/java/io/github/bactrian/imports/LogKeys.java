package io.github.bactrian.imports;

import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/** Names import and job in what is logged, for logs that machines read: docs/metrics.md lists the keys. */
final class LogKeys {
    static final String IMPORT = "import";
    static final String JOB = "job";

    private LogKeys() {}

    /** Work for a job, of which all that is logged on its thread names the job. */
    static Runnable of(Job job, Runnable work) {
        return () -> {
            MDC.put(IMPORT, job.importName());
            MDC.put(JOB, job.id());
            try {
                work.run();
            } finally {
                MDC.remove(JOB);
                MDC.remove(IMPORT);
            }
        };
    }

    static LoggingEventBuilder add(LoggingEventBuilder line, Job job) {
        return line.addKeyValue(IMPORT, job.importName())
                .addKeyValue(JOB, job.id())
                .addKeyValue("file", job.file());
    }

    static LoggingEventBuilder add(LoggingEventBuilder line, RowCounts rows) {
        return line.addKeyValue("read", rows.read())
                .addKeyValue("done", rows.done())
                .addKeyValue("rejected", rows.rejected())
                .addKeyValue("skipped", rows.skipped())
                .addKeyValue("unknown", rows.unknown());
    }
}

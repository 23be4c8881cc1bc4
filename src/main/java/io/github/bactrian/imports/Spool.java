package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies bytes into the work folder of an import, as the file of a new job. They are written aside first; a job that the
 * ledger knows, and whose bytes are still aside, has all of them.
 */
final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int LONGEST_NAME = 160;

    private final String importName;
    private final Folders folders;
    private final JobTable table;
    private final Clock clock;

    Spool(String importName, Folders folders, JobTable table, Clock clock) {
        this.importName = importName;
        this.folders = folders;
        this.table = table;
        this.clock = clock;
    }

    /** A job that nobody knows yet, for a file of this name. */
    Job newJob(String file) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String id = JobIds.next(now);
        Path work = folders.work().resolve(id + "-" + cut(file));
        return new Job(id, importName, file, work, "", 0, null, "", now);
    }

    /** Leaves room for what is put before and behind a name: file systems take 255 bytes. The ending stays. */
    private static String cut(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - ending.length());
        while ((stem + ending).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + ending;
    }

    /**
     * Copies bytes and records their job; both are durable when this returns.
     *
     * @param name of the file they come from, without a directory
     */
    Job copy(InputStream in, String name, Arrival arrival) throws IOException {
        Job job = aside(in, name);
        try {
            table.insert(job, Owner.self(), arrival);
        } catch (LedgerException e) {
            discard(job);
            throw e;
        }
        arrive(job);
        return job;
    }

    /** Copies bytes aside; their job is still to be recorded. */
    Job aside(InputStream in, String name) throws IOException {
        Job job = newJob(name);
        Folders.ready(folders.work());
        try {
            try (OutputStream out = Channels.newOutputStream(OwnerOnly.create(part(job)))) {
                in.transferTo(out);
            }
            Folders.force(part(job));
            Folders.force(folders.work());
        } catch (IOException | RuntimeException e) {
            discard(job);
            throw e;
        }
        return job;
    }

    /** Removes what lies aside for a job. */
    void discard(Job job) throws IOException {
        Files.deleteIfExists(part(job));
    }

    /**
     * Brings the file of a job that the ledger knows to its place, if it lies aside.
     *
     * @return whether it is there now
     */
    boolean arrive(Job job) throws IOException {
        try {
            Folders.move(part(job), job.work());
        } catch (NoSuchFileException e) {
            LOG.debug("{} does not lie aside", job.work(), e);
        }
        return Files.exists(job.work(), LinkOption.NOFOLLOW_LINKS);
    }

    private Path part(Job job) {
        return folders.work().resolve("." + job.fileName() + ".part");
    }
}

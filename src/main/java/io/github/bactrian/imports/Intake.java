package io.github.bactrian.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files into the work folder, under the id of the job that they begin. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 160;
    private static final Pattern NAMED_BY_A_JOB = Pattern.compile("(\\d{8}T\\d{6}-[0-9a-z]{5})-(.+)");

    private final ImportSettings settings;
    private final JobTable table;
    private final Folders folders;
    private final Clock clock;
    private final Owner self = Owner.self();

    Intake(ImportSettings settings, JobTable table, Folders folders, Clock clock) {
        this.settings = settings;
        this.table = table;
        this.folders = folders;
        this.clock = clock;
    }

    /** Moves a dropped file into the work folder; the job is known before the file moves, so it cannot be lost between. */
    Job take(Path file) throws IOException {
        Job job = newJob(file.getFileName().toString());
        table.insert(job, self);
        Folders.move(file, job.work());
        try {
            OwnerOnly.restrict(job.work());
        } catch (IOException e) {
            LOG.warn("Import {}: others may be able to read {}: {}", settings.name(), job.work(), e.toString());
        }
        return job;
    }

    /** Copies a file into the work folder. */
    Job copy(Path file) throws IOException {
        Job job = newJob(file.getFileName().toString());
        table.insert(job, self);
        Path part = part(job);
        OwnerOnly.file(part);
        try (InputStream in = Files.newInputStream(file);
                var out = Files.newOutputStream(part)) {
            in.transferTo(out);
        }
        Folders.force(part);
        Folders.move(part, job.work());
        return job;
    }

    /** Forgets a job whose file never came into the work folder. */
    void forget(Job job) throws IOException {
        Files.deleteIfExists(part(job));
        table.delete(job);
    }

    private Path part(Job job) {
        return folders.work().resolve("." + job.fileName() + ".part");
    }

    private Job newJob(String file) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String random = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36 * 36), 36);
        String id = TIME.format(now) + "-" + "0".repeat(5 - random.length()) + random;
        Path work = folders.work().resolve(id + "-" + cut(file));
        return new Job(id, settings.name(), file, work, "", 0, null, "", now);
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

    /** Fills in what is known only from the file itself. */
    Job identify(Job job, String routeHash) throws IOException {
        MessageDigest digest = RouteHash.sha256();
        long bytes;
        try (InputStream in = new DigestInputStream(Files.newInputStream(job.work()), digest)) {
            bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return new Job(
                job.id(),
                job.importName(),
                job.file(),
                job.work(),
                HexFormat.of().formatHex(digest.digest()),
                bytes,
                parent(job.file()).map(entry -> entry.job().id()).orElse(null),
                routeHash,
                job.started());
    }

    private Optional<JobTable.Entry> parent(String file) throws LedgerException {
        Matcher name = NAMED_BY_A_JOB.matcher(file);
        return name.matches() ? table.byId(name.group(1)) : Optional.empty();
    }

    /** Says which files in the work folder no job knows: the ledger was lost, and they may have been imported in part. */
    void warnOfStrangers() throws IOException {
        try (var files = Files.newDirectoryStream(folders.work())) {
            for (Path file : files) {
                Matcher name = NAMED_BY_A_JOB.matcher(file.getFileName().toString());
                if (name.matches()
                        && !name.group(2).endsWith(Folders.RECEIPT)
                        && table.byId(name.group(1)).isEmpty()) {
                    LOG.error(
                            "Import {}: {} belongs to no job in the ledger, which was lost or replaced; some of its rows may"
                                    + " have been sent. It is left alone. To import all of it, move it back to {}",
                            settings.name(),
                            file,
                            settings.directory());
                }
            }
        }
    }
}

package io.github.bactrian.sandbox;

import io.github.bactrian.PublicApi;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What has happened at a sandbox since its start or its last reset. Safe for use by several threads. */
@PublicApi
public final class Stats {

    private static final int LONGEST_LIST = 100;
    private static final Posts NONE = new Posts(0, 0, 0);

    private final Traffic issuer = new Traffic();
    private final Traffic directory = new Traffic();
    private final AtomicLong tokensIssued = new AtomicLong();
    private final AtomicLong usersCreated = new AtomicLong();
    private final Map<String, Posts> postsByName = new ConcurrentHashMap<>();
    private final Map<String, Integer> requestsById = new ConcurrentHashMap<>();

    Stats() {}

    /**
     * The POSTs that wanted to create one user.
     *
     * @param arrived in full, whatever became of them: also those that a fault or a missing token kept from acting
     * @param processed judged by the directory on their content; more than one means that a client asked twice
     * @param created took effect
     */
    public record Posts(int arrived, int processed, int created) {

        Posts plus(Posts other) {
            return new Posts(arrived + other.arrived, processed + other.processed, created + other.created);
        }
    }

    /** All figures in one piece, as {@code GET /sandbox/stats} shows them. */
    public record Snapshot(
            Traffic.Snapshot issuer,
            Traffic.Snapshot directory,
            long tokensIssued,
            long usersCreated,
            Map<String, Posts> processedMoreThanOnce) {}

    /** Requests to the issuer. */
    public Traffic issuer() {
        return issuer;
    }

    /** Requests to the directory API; those below {@code /sandbox/} do not count. */
    public Traffic directory() {
        return directory;
    }

    public long tokensIssued() {
        return tokensIssued.get();
    }

    public long usersCreated() {
        return usersCreated.get();
    }

    /** What came for one user, its name in any case; all counts are 0 for a name never seen. */
    public Posts posts(String userPrincipalName) {
        return postsByName.getOrDefault(key(userPrincipalName), NONE);
    }

    /** How many directory requests carried this {@code client-request-id} or {@code Idempotency-Key}. */
    public int requestsWithId(String id) {
        return requestsById.getOrDefault(id, 0);
    }

    /** Users that more than one processed POST wanted to create: at most 100 of them, by name. */
    public Map<String, Posts> processedMoreThanOnce() {
        return postsByName.entrySet().stream()
                .filter(entry -> entry.getValue().processed() > 1)
                .limit(LONGEST_LIST)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Posts::plus, TreeMap::new));
    }

    public Snapshot snapshot() {
        return new Snapshot(
                issuer.snapshot(), directory.snapshot(), tokensIssued(), usersCreated(), processedMoreThanOnce());
    }

    void tokenIssued() {
        tokensIssued.incrementAndGet();
    }

    void postArrived(String name) {
        count(name, new Posts(1, 0, 0));
    }

    void postProcessed(String name) {
        count(name, new Posts(0, 1, 0));
    }

    void userCreated(String name) {
        usersCreated.incrementAndGet();
        count(name, new Posts(0, 0, 1));
    }

    void idArrived(String id) {
        requestsById.merge(id, 1, Integer::sum);
    }

    void reset() {
        issuer.reset();
        directory.reset();
        tokensIssued.set(0);
        usersCreated.set(0);
        postsByName.clear();
        requestsById.clear();
    }

    private void count(String name, Posts more) {
        if (!name.isBlank()) {
            postsByName.merge(key(name), more, Posts::plus);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

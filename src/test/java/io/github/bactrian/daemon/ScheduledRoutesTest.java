package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.pages.SqliteDeltaLinks;
import io.github.bactrian.sandbox.FaultScript;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** The shipped routes that a clock starts, against the sandbox. */
class ScheduledRoutesTest {
    private static final int USERS = 1_005;
    private static final String NEVER = "0 0 0 1 1 ? 2099";
    private static final String EACH_SECOND = "* * * * * ?";
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private static Path caDirectory;

    private static Sandbox sandbox;

    @TempDir
    private Path directory;

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeAll
    static void fillTheDirectory() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(caDirectory));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            OAuth.install(context, profile());
            AuthorizedHttp.install(context);
            load(context, """
                    - from:
                        uri: direct:users
                        steps:
                          - process: { ref: oauth.graph }
                          - to: %s/users?httpMethod=POST
                    """.formatted(sandbox.directory()));
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            IntStream.range(0, USERS).forEach(i -> template.requestBody("direct:users", """
                    {"accountEnabled": true, "displayName": "User %1$d", "mailNickname": "u%1$d",
                     "userPrincipalName": "u%1$d@caravan.example",
                     "passwordProfile": {"password": "Camel-%1$d-x"}}""".formatted(i)));
        }
        assertThat(sandbox.userCount()).isEqualTo(USERS);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @BeforeEach
    void clearFaults() {
        sandbox.faults().clear();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void everyUserOfTheDirectoryBecomesALineOfOneFile() throws Exception {
        start("nightly.cron", EACH_SECOND);
        await().atMost(LONGEST).until(() -> !written().isEmpty());
        camel.stop();

        Path file = written().get(0);
        assertThat(file.getFileName().toString()).matches("nightly-users-[0-9]{8}-[0-9]{6}[.]jsonl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ids(file)).hasSize(USERS);
        assertThat(Files.readAllLines(file)).hasSize(USERS).allMatch(line -> line.contains("userPrincipalName"));
        assertThat(names()).allMatch(name -> name.endsWith(".jsonl"));
    }

    @Test
    void aRunThatFailsAmidThePagesLeavesNoFileAndTheNextOneIsWhole() throws Exception {
        sandbox.faults()
                .set(
                        FaultScript.read(
                                "[{\"method\": \"GET\", \"path\": \"/v1.0/users\", \"from\": 2, \"count\": 1, \"status\": 400}]"));
        start("nightly.cron", EACH_SECOND);
        await().atMost(LONGEST).until(() -> !written().isEmpty());
        camel.stop();

        assertThat(sandbox.faults().report().toString()).contains("400");
        assertThat(names()).allMatch(name -> name.endsWith(".jsonl"));
        assertThat(written()).allSatisfy(file -> assertThat(ids(file)).hasSize(USERS));
    }

    @Test
    void onlyWhatHasChangedSinceTheLastRunIsWritten() throws Exception {
        camel.getRegistry().bind("deltaLinks", new SqliteDeltaLinks(directory.resolve("ledger.db")));
        start("changes.cron", EACH_SECOND);
        await().atMost(LONGEST).until(() -> !written().isEmpty());
        Path first = written().get(0);
        String id = ids(first).iterator().next();
        // files are named by the second, and runs that were late may be two in one
        await().until(() -> Files.getLastModifiedTime(first).to(TimeUnit.SECONDS)
                < Instant.now().getEpochSecond());

        camel.createProducerTemplate().sendBodyAndHeader("direct:rename", "{\"city\": \"Delft\"}", "id", id);
        await().atMost(LONGEST).until(() -> written().size() > 1);
        camel.stop();

        assertThat(ids(written().get(0))).hasSize(USERS);
        assertThat(ids(written().get(1))).containsExactly(id);
        assertThat(written()).hasSize(2);
    }

    @Test
    void schedulesStateTheTimeZoneRunOnceAtATimeAndMakeUpOnceForWhatWasMissed() throws Exception {
        start("nightly.cron", "0 15 2 * * ?");

        Scheduler scheduler =
                camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        Set<TriggerKey> triggers = scheduler.getTriggerKeys(GroupMatcher.anyGroup());
        assertThat(triggers).hasSize(2);
        for (TriggerKey key : triggers) {
            CronTrigger trigger = (CronTrigger) scheduler.getTrigger(key);
            assertThat(trigger.getTimeZone().getID()).isEqualTo("Europe/Amsterdam");
            assertThat(trigger.getMisfireInstruction()).isEqualTo(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
        }
        for (JobKey key : scheduler.getJobKeys(GroupMatcher.anyGroup())) {
            assertThat(scheduler.getJobDetail(key).getJobClass()).hasAnnotation(DisallowConcurrentExecution.class);
        }
        assertThat(directory.resolve("outbox")).doesNotExist();
    }

    @Test
    void aRunThatComesDueWhileTheLastOneLastsIsMadeUpForOnceRightAfterIt() throws Exception {
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        prepare("nightly.cron", NEVER);
        camel.removeRouteDefinitions(List.of(camel.getRouteDefinition("written")));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:written").process(exchange -> {
                    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    begun.incrementAndGet();
                    firstMayEnd.await();
                    atOnce.decrementAndGet();
                });
            }
        });
        camel.start();
        Scheduler scheduler =
                camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        CronTrigger shipped = nightly(scheduler);
        scheduler.triggerJob(shipped.getJobKey());
        await().atMost(LONGEST).until(() -> begun.get() == 1);

        Instant fourDaysAgo = Instant.now().minus(Duration.ofDays(4));
        scheduler.rescheduleJob(
                shipped.getKey(),
                shipped.getTriggerBuilder()
                        .withSchedule(CronScheduleBuilder.cronSchedule("0 15 2 * * ?")
                                .inTimeZone(shipped.getTimeZone())
                                .withMisfireHandlingInstructionFireAndProceed())
                        .startAt(Date.from(fourDaysAgo))
                        .build());
        assertThat(scheduler.getTriggerState(shipped.getKey())).isEqualTo(TriggerState.BLOCKED);
        firstMayEnd.countDown();
        await().atMost(LONGEST).until(() -> begun.get() == 2 && atOnce.get() == 0);

        assertThat(nightly(scheduler).getNextFireTime())
                .as("four were missed, one was made up")
                .isInTheFuture();
        assertThat(mostAtOnce).hasValue(1);
    }

    private static CronTrigger nightly(Scheduler scheduler) throws SchedulerException {
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyGroup())) {
            if (key.getName().contains("nightly")) {
                return (CronTrigger) scheduler.getTrigger(key);
            }
        }
        throw new AssertionError("no nightly trigger");
    }

    @Test
    void atTheChangeToSummerTimeARunIsLeftOutAndAtTheChangeBackThereIsOne() throws Exception {
        start("nightly.cron", "0 15 2 * * ?");
        CronTrigger trigger =
                nightly(camel.getComponent("quartz", QuartzComponent.class).getScheduler());

        assertThat(after(trigger, "2027-03-27T12:00:00Z")).isEqualTo("2027-03-29T00:15:00Z");
        String first = after(trigger, "2027-10-30T12:00:00Z");
        assertThat(first).startsWith("2027-10-31T0");
        assertThat(after(trigger, first)).isEqualTo("2027-11-01T01:15:00Z");
    }

    private static String after(CronTrigger trigger, String instant) {
        return trigger.getFireTimeAfter(Date.from(Instant.parse(instant)))
                .toInstant()
                .toString();
    }

    @Test
    void anItemThatFailsIsKeptAndTheOthersGoOn() throws Exception {
        prepare("nightly.cron", NEVER);
        load(camel, """
                - route:
                    id: items
                    routeConfigurationId: scheduled
                    from:
                      uri: direct:items
                      steps:
                        - split:
                            jq: ".[]"
                            steps:
                              - filter:
                                  jq: ".n == 2"
                                  steps: [{ throwException: { exceptionType: java.lang.IllegalStateException, message: no } }]
                              - to: mock:good
                """);
        camel.start();

        camel.createProducerTemplate().requestBody("direct:items", "[{\"n\": 1}, {\"n\": 2}, {\"n\": 3}]");

        assertThat(camel.getEndpoint("mock:good", MockEndpoint.class).getExchanges())
                .hasSize(2);
        try (Stream<Path> kept = Files.list(directory.resolve("outbox/failed"))) {
            assertThat(kept).singleElement().satisfies(file -> {
                assertThat(file.getFileName().toString()).startsWith("items-");
                assertThat(file).hasContent("{\"n\":2}\n");
            });
        }
    }

    private void start(String key, String value) throws Exception {
        prepare(key, value);
        camel.start();
    }

    private void prepare(String key, String value) throws Exception {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "graph.url",
                sandbox.directory().toString(),
                "outbox.directory",
                directory.resolve("outbox").toString(),
                "nightly.cron",
                NEVER,
                "changes.cron",
                NEVER));
        properties.put(key, value);
        camel.getPropertiesComponent().setInitialProperties(properties);
        OAuth.install(camel, profile());
        AuthorizedHttp.install(camel);
        load(camel, """
                - from:
                    uri: direct:rename
                    steps:
                      - process: { ref: oauth.graph }
                      - toD: "{{graph.url}}/users/${header.id}?httpMethod=PATCH"
                """);
        for (String file : List.of("steps/errors", "steps/written", "nightly-users", "changed-users")) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
        }
    }

    private static Map<String, String> profile() {
        return new TreeMap<>(Map.of(
                "oauth.graph.tenant-id", sandbox.app().tenantId(),
                "oauth.graph.client-id", sandbox.app().clientId(),
                "oauth.graph.client-secret", sandbox.app().clientSecret(),
                "oauth.graph.scope", "https://graph.microsoft.com/.default",
                "oauth.graph.authority-host", sandbox.issuer().toString(),
                "oauth.graph.ca-file", sandbox.caFile().toString(),
                "oauth.graph.hosts", "http://127.0.0.1:" + sandbox.directory().getPort()));
    }

    private static void load(DefaultCamelContext context, String routes) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes("test.camel.yaml", routes.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Path> written() {
        return files().filter(file -> file.toString().endsWith(".jsonl"))
                .sorted()
                .toList();
    }

    private List<String> names() {
        return files().map(file -> file.getFileName().toString()).toList();
    }

    private Stream<Path> files() {
        Path outbox = directory.resolve("outbox");
        try (Stream<Path> files = Files.isDirectory(outbox) ? Files.list(outbox) : Stream.empty()) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> ids(Path file) {
        Set<String> ids = new HashSet<>();
        try {
            for (String line : Files.readAllLines(file)) {
                ids.add(new ObjectMapper().readTree(line).path("id").textValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }
}

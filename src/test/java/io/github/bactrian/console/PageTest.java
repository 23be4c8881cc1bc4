package io.github.bactrian.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.bactrian.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, of a daemon that is a process of its own. Pictures are kept in {@code target/page}. */
@EnabledIfSystemProperty(named = PageTest.BROWSER, matches = ".+", disabledReason = "runs with -Pbrowser")
class PageTest {
    static final String BROWSER = "bactrian.test.browser";
    private static final Path PICTURES = Path.of("target/page");
    private static final String USERS = "/v1.0/users";
    private static final JsonNode REFUSAL = JsonNodeFactory.instance
            .objectNode()
            .set(
                    "error",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("code", "Request_BadRequest")
                            .put("message", "a weak password: Change-me-01!"));
    private static final JsonNode NO_SECRET = JsonNodeFactory.instance
            .objectNode()
            .put("error", "invalid_client")
            .put("error_description", "AADSTS7000215: Invalid client secret provided.");
    private static final String MORE_ROUTES = """
            - route:
                id: by-the-clock
                from:
                  uri: quartz:by-the-clock
                  parameters: { cron: "0/2 * * * * ?" }
                  steps:
                    - setProperty: { name: password, constant: dromedary }
            - route:
                id: by-camels-timer
                from:
                  uri: timer:by-camels-timer
                  parameters: { period: 2s }
                  steps:
                    - setBody: { constant: none }
            - route:
                id: import-probed
                from:
                  uri: import:probed
                  parameters: { include: "*.csv", quietPeriod: 1s, key: upn, onUnknown: "direct:did-it-work" }
                  steps:
                    - setBody: { jq: "{userPrincipalName: .upn, accountEnabled: true, displayName: .upn, mailNickname: .upn}" }
                    - process: { ref: oauth.graph }
                    - to: { uri: "{{graph.url}}/users", parameters: { httpMethod: POST } }
            - route:
                id: did-it-work
                from:
                  uri: direct:did-it-work
                  steps:
                    - process: { ref: oauth.graph }
                    - setBody: { constant: "" }
                    - toD: { uri: "{{graph.url}}/users/${header.CamelImportKey}", parameters: { httpMethod: GET } }
            """;

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    private Path directory;

    private WatchedDaemon daemon;

    @BeforeAll
    static void openBrowser() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty(BROWSER)))
                        .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
    }

    @AfterAll
    static void closeBrowser() {
        playwright.close();
    }

    @BeforeEach
    void start() throws IOException {
        Path routes = Files.createDirectories(directory.resolve("home/routes"));
        Files.writeString(routes.resolve("more.camel.yaml"), MORE_ROUTES);
        daemon = new WatchedDaemon(directory);
    }

    @AfterEach
    void stop() throws InterruptedException {
        daemon.close();
    }

    @Test
    void anImportIsSeenFromItsBeginningToItsReceipt() throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", USERS).nth(7).answer(400, Map.of(), REFUSAL));
        slow(150);
        Page page = open(false);
        assertThat(page.getByText("No file has been imported yet. Drop one into "))
                .isVisible();
        isAccessible(page, "empty");

        daemon.drop("staff.csv", WatchedDaemon.rows(600));

        Locator bar = page.getByRole(AriaRole.PROGRESSBAR);
        assertThat(bar).isVisible(within(30));
        assertThat(page.locator(".chart svg")).isVisible(within(20));
        assertThat(page.locator(".figures")).containsText("rows/s");
        assertThat(page.locator(".figures")).containsText("left");
        isAccessible(page, "running");
        assertThat(page.locator(".word.done-with-rejects")).isVisible(within(60));
        page.getByText("Receipt and first rows").click();
        assertThat(page.locator(".facts")).containsText("SHA-256");
        assertThat(page.locator("article td.rejected").first()).isVisible();
        assertThat(page.getByText("a weak password: ***")).isVisible();
        assertThat(page.getByText("To be mended and dropped again")).containsText("/inbox/users/rejects/");
        isAccessible(page, "ended");
        assertThat(page.content()).doesNotContain("Change-me");
        assertThat(bar).hasAttribute("aria-valuenow", "100");
    }

    @Test
    void whoHasTheLinkPausesResumesAndStopsAnImportByKeyboardAlone() throws IOException {
        slow(300);
        Page page = open(true);
        daemon.drop("staff.csv", WatchedDaemon.rows(400));
        assertThat(button(page, "Pause")).isVisible(within(30));

        tabTo(page, "Pause staff.csv");
        page.keyboard().press("Enter");
        assertThat(page.getByText("Waits for somebody to let it go on")).isVisible(within(30));
        assertThat(focusedText(page)).as("the focus stays at the job").contains("staff.csv");
        isAccessible(page, "held");
        tabTo(page, "Resume staff.csv");
        page.keyboard().press("Space");
        assertThat(page.locator(".word.running")).isVisible(within(30));
        tabTo(page, "Stop staff.csv");
        page.keyboard().press("Enter");
        assertThat(page.locator(".word.stopped")).isVisible(within(20));
        assertThat(page.locator("header")).containsText("1 stopped");
        isAccessible(page, "stopped");
        assertThat(page.url()).doesNotContain("#");
    }

    @Test
    void whoHasNotTheLinkSeesNoButtons() throws IOException {
        slow(200);
        Page page = open(false);
        daemon.drop("staff.csv", WatchedDaemon.rows(200));

        assertThat(page.locator(".word.running")).isVisible(within(30));
        assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
        assertThat(page.locator("footer")).containsText("open the link that the daemon printed");
    }

    @Test
    void aChangeThatIsRefusedIsSaidAtItsJob() throws IOException {
        slow(200);
        Page page = browser.newPage();
        page.navigate(daemon.address() + "#" + "A".repeat(32));
        daemon.drop("staff.csv", WatchedDaemon.rows(200));

        button(page, "Pause").click(new Locator.ClickOptions().setTimeout(30_000));

        assertThat(page.locator("article").getByRole(AriaRole.ALERT)).containsText("open the link");
        isAccessible(page, "refused");
    }

    @Test
    void unknownRowsAreCountedAsDoneOnlyWhenThatIsConfirmed() throws IOException {
        Page page = unsettled("Count the unknown rows as done");
        assertThat(button(page, "Ask the API")).hasCount(0);
        isAccessible(page, "unsettled");

        click(page, "Count the unknown rows as done", Dialog::dismiss);
        assertThat(page.locator(".word.done-with-unknown")).isVisible();

        click(page, "Count the unknown rows as done", dialog -> {
            assertThat(dialog.message()).contains("cannot be undone");
            dialog.accept();
        });
        assertThat(page.locator(".word.done")).isVisible(within(40));
        assertThat(page.locator("#said")).containsText("staff.csv: done, 9 rows read");
        assertThat(daemon.sandbox().stats().processedMoreThanOnce()).isEmpty();
    }

    @Test
    void unknownRowsAreSentAgainAsAJobOfTheirOwn() throws IOException {
        Page page = unsettled("Send the unknown rows again");

        click(page, "Send the unknown rows again", Dialog::accept);

        assertThat(page.locator("article:has(h3)")).hasCount(2, new HasCountOptions().setTimeout(30_000));
        assertThat(page.locator(".word.done-with-unknown")).hasCount(0, new HasCountOptions().setTimeout(30_000));
    }

    @Test
    void anImportThatNamesWhomToAskCanHaveItsUnknownRowsProbed() throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", USERS).nth(1).drop().acting());
        daemon.sandbox().faults().add(Fault.on("GET", USERS).nth(1).answer(400));
        Page page = open(true);
        Path inbox = daemon.home().resolve("inbox/probed");
        Files.writeString(inbox.resolve("one.csv"), "upn\nada@caravan.example\n");
        assertThat(page.locator(".word.done-with-unknown")).isVisible(within(40));

        click(page, "Ask the API about the unknown rows", Dialog::accept);

        assertThat(page.locator(".word.done")).isVisible(within(30));
    }

    /** Returns when the question that follows has been answered: a second one would get both answers otherwise. */
    private static void click(Page page, String button, Consumer<Dialog> answer) {
        AtomicBoolean asked = new AtomicBoolean();
        page.onceDialog(dialog -> {
            answer.accept(dialog);
            asked.set(true);
        });
        button(page, button).click();
        page.waitForCondition(asked::get);
    }

    /** A job that has ended with an unknown row. */
    private Page unsettled(String button) throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", USERS).nth(4).drop().acting());
        Page page = open(true);
        List<String> rows = WatchedDaemon.rows(10);
        // the one that the API rejects might be the one whose answer is lost
        rows.remove(2);
        daemon.drop("staff.csv", rows);
        assertThat(button(page, button)).isVisible(within(40));
        assertThat(page.locator("header")).containsText("1 to be settled");
        return page;
    }

    @Test
    void aThrottledImportSaysUntilWhenAndIsNotToldOfAgainAndAgain() throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", USERS).from(40).answer(429, Map.of("Retry-After", "600"), null));
        Page page = open(true);
        page.evaluate("window.told = 0; new MutationObserver(() => window.told++)"
                + ".observe(document.getElementById('said'), { childList: true })");

        daemon.drop("staff.csv", WatchedDaemon.rows(400));

        assertThat(page.getByText("is throttled: its API lets the next call pass in "))
                .isVisible(within(40));
        assertThat(page.locator(".word.paused")).isVisible(within(20));
        assertThat(page.getByText("and goes on by itself in ")).isVisible();
        assertThat(page.locator("section:has(#profiles)")).containsText("throttled: next call in ");
        isAccessible(page, "throttled");
        assertThat(page.evaluate("window.told")).isEqualTo(0);
    }

    @Test
    void aProfileThatGetsNoTokenSaysWhyAndWhatToDo() throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", "/*/oauth2/v2.0/token").answer(401, Map.of(), NO_SECRET));
        Page page = open(false);
        daemon.drop("staff.csv", WatchedDaemon.rows(3));

        Locator profiles = page.locator("section:has(#profiles)");
        assertThat(profiles).containsText("AADSTS7000215", new ContainsTextOptions().setTimeout(40_000));
        assertThat(profiles.locator(".advice").last()).containsText("Fix");
        assertThat(page.locator("header")).containsText("oauth.graph failing");
        isAccessible(page, "no-token");
    }

    @Test
    void timersAndRoutesAreShownAndSecretsInYamlAreNot() throws IOException {
        Page page = open(false);
        Locator timers = page.locator("section:has(#timers) tbody tr");

        assertThat(timers).hasCount(2);
        for (Locator timer : timers.all()) {
            assertThat(timer.locator("[data-name='Last run']"))
                    .containsText(" ago", new ContainsTextOptions().setTimeout(30_000));
            assertThat(timer.locator("[data-name='Next run']")).containsText(Pattern.compile("in \\d+ s|now"));
        }
        Locator route = page.locator("section:has(#routes) li", new Page.LocatorOptions().setHasText("by-the-clock"));
        route.locator("summary").click();
        assertThat(route.locator("pre")).containsText("uri: quartz:by-the-clock");
        assertThat(route.locator("pre")).containsText("name: password, constant: xxxxxx");
        assertThat(page.content()).doesNotContain("dromedary");
        isAccessible(page, "routes");
    }

    @Test
    void aFileThatIsNotTakenIsShownWithItsReasonAndOneBehindAJobWithItsTurn() throws IOException {
        slow(300);
        Page page = open(false);
        daemon.drop("first.csv", WatchedDaemon.rows(300));
        assertThat(page.locator(".word.running")).isVisible(within(30));
        daemon.drop("second.csv", WatchedDaemon.rows(3));
        Files.writeString(daemon.home().resolve("inbox/probed/PEOPLE.CSV"), "upn\n");

        Locator waiting = page.locator("article:has(#inbox)");
        assertThat(waiting)
                .containsText(
                        "has a name that include=*.csv does not take", new ContainsTextOptions().setTimeout(30_000));
        assertThat(waiting).containsText("waits for its turn", new ContainsTextOptions().setTimeout(30_000));
        isAccessible(page, "waiting");
    }

    @Test
    void theFocusAndAnOpenReceiptStayWithTheirJobWhenAnotherComes() throws IOException {
        slow(300);
        Page page = open(true);
        daemon.drop("first.csv", WatchedDaemon.rows(300));
        Locator first = page.locator("article", new Page.LocatorOptions().setHasText("first.csv"));
        first.locator("summary").click(new Locator.ClickOptions().setTimeout(30_000));
        assertThat(first.locator(".facts")).isVisible();
        button(page, "Stop first.csv").focus();

        Files.writeString(daemon.home().resolve("inbox/probed/other.csv"), "upn\nada@caravan.example\n");

        assertThat(page.locator("article").first())
                .containsText("other.csv", new ContainsTextOptions().setTimeout(30_000));
        assertThat(focusedText(page)).isEqualTo("Stop first.csv");
        assertThat(first.locator(".facts")).isVisible();
        assertThat(page.locator(".facts")).hasCount(1);
    }

    @Test
    void aDaemonThatIsGoneIsSaid() throws Exception {
        Page page = open(false);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Imports")))
                .isVisible(within(20));

        daemon.kill();

        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("does not answer", new ContainsTextOptions().setTimeout(30_000));
        isAccessible(page, "gone");
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws IOException {
        Page page = browser.newPage();
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(daemon.address().toString());

        assertThat(page.locator("main")).isVisible();

        assertThat(asked)
                .isNotEmpty()
                .allMatch(url -> url.startsWith(daemon.address().toString()));
    }

    private void slow(int millis) {
        daemon.sandbox().faults().add(Fault.on("POST", USERS).delay(Duration.ofMillis(millis)));
    }

    private Page open(boolean withSecret) throws IOException {
        Page page = browser.newPage();
        page.navigate(daemon.address() + (withSecret ? "#" + daemon.secret() : ""));
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    /** Goes there as one who has no mouse, and sees where the focus is. */
    private static void tabTo(Page page, String text) {
        for (int presses = 0; presses < 60 && !focusedText(page).equals(text); presses++) {
            page.keyboard().press("Tab");
        }
        assertThat(focusedText(page)).isEqualTo(text);
        assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
    }

    private static String focusedText(Page page) {
        return String.valueOf(
                page.evaluate(
                        "document.activeElement === document.body ? '' : document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"));
    }

    /** In light and dark, on a desk and on a phone; pictures of all four are kept. */
    private static void isAccessible(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {1100, 390}) {
                page.setViewportSize(width, 900);
                String picture = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
                page.screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(picture + ".png")));
                assertThat(new AxeBuilder(page).analyze().getViolations())
                        .as(picture)
                        .isEmpty();
                assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as(picture)
                        .isEqualTo(true);
            }
        }
    }

    private static IsVisibleOptions within(int seconds) {
        return new IsVisibleOptions().setTimeout(seconds * 1000);
    }
}

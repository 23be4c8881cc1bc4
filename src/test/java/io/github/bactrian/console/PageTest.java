package io.github.bactrian.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsHiddenOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.bactrian.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        daemon = new WatchedDaemon(directory);
    }

    @AfterEach
    void stop() throws InterruptedException {
        daemon.close();
    }

    @Test
    void anImportIsSeenFromItsBeginningToItsReceipt() throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(150)));
        Page page = open(false);
        assertThat(page.getByText("No file has been imported yet")).isVisible();

        daemon.drop("staff.csv", WatchedDaemon.rows(600));

        Locator bar = page.getByRole(AriaRole.PROGRESSBAR);
        assertThat(bar).isVisible(within(30));
        assertThat(page.locator(".chart svg")).isVisible(within(20));
        picture(page, "running");
        assertThat(page.locator(".word.done-with-rejects")).isVisible(within(60));
        page.getByText("Receipt and first rejects").click();
        assertThat(page.getByText("\"status\": \"done-with-rejects\"")).isVisible();
        picture(page, "ended");
        assertThat(page.content()).doesNotContain("Change-me");
        assertThat(bar).hasAttribute("aria-valuenow", "100");
    }

    @Test
    void whoHasTheLinkPausesResumesAndStopsAnImport() throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(300)));
        Page page = open(true);
        daemon.drop("staff.csv", WatchedDaemon.rows(400));

        button(page, "Pause").click(new Locator.ClickOptions().setTimeout(30_000));
        assertThat(page.getByText("somebody to let it go on")).isVisible(within(30));
        button(page, "Resume").click();
        assertThat(page.getByText("somebody to let it go on")).isHidden(new IsHiddenOptions().setTimeout(30_000));
        button(page, "Stop").press("Enter");
        assertThat(page.locator(".word.stopped")).isVisible(within(20));
        assertThat(page.url()).doesNotContain("#");
    }

    @Test
    void whoHasNotTheLinkSeesNoButtons() throws IOException {
        daemon.sandbox().faults().add(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(200)));
        Page page = open(false);
        daemon.drop("staff.csv", WatchedDaemon.rows(200));

        assertThat(page.locator(".word.running")).isVisible(within(30));
        assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
    }

    @Test
    void thePageIsFreeOfAccessibilityFaultsInLightAndDarkAndOnAPhone() throws IOException {
        daemon.drop("staff.csv", WatchedDaemon.rows(60));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1100, 390}) {
                Page page = browser.newPage(
                        new Browser.NewPageOptions().setColorScheme(scheme).setViewportSize(width, 900));
                page.navigate(daemon.address().toString());
                assertThat(page.locator(".word.done-with-rejects")).isVisible(within(40));
                picture(page, scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
                assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
                assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .isEqualTo(true);
                page.close();
            }
        }
    }

    @Test
    void aDaemonThatIsGoneIsSaid() throws Exception {
        Page page = open(false);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Imports")))
                .isVisible(within(20));

        daemon.kill();

        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("does not answer", new ContainsTextOptions().setTimeout(30_000));
    }

    private Page open(boolean withSecret) throws IOException {
        Page page = browser.newPage();
        page.navigate(daemon.address() + (withSecret ? "#" + daemon.secret() : ""));
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    private static IsVisibleOptions within(int seconds) {
        return new IsVisibleOptions().setTimeout(seconds * 1000);
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    }
}

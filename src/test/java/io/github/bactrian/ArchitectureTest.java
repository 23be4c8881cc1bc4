package io.github.bactrian;

import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.github.bactrian", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.bactrian";
    private static final String OAUTH = ROOT + ".oauth..";
    private static final String HTTP = ROOT + ".http..";
    private static final String TARGETS = ROOT + ".targets..";
    private static final String IMPORTS = ROOT + ".imports..";
    private static final String FORMATS = ROOT + ".imports.formats..";
    private static final String FILES = ROOT + ".files..";
    private static final String EMBED = ROOT + ".embed..";
    private static final String SPRING = ROOT + ".spring..";
    private static final String JUNIT = ROOT + ".junit..";
    private static final String VAULT = ROOT + ".vault..";
    private static final String JDBC = ROOT + ".jdbc..";
    private static final String INBOUND = ROOT + ".inbound..";
    private static final String PAGES = ROOT + ".pages..";
    private static final String SANDBOX = ROOT + ".sandbox..";
    private static final String CONSOLE = ROOT + ".console..";
    private static final String DAEMON = ROOT + ".daemon..";

    @ArchTest
    static final ArchRule theRootKnowsNobody =
            only(ROOT, ROOT).because("everybody knows it; put what needs another package into that package");

    @ArchTest
    static final ArchRule oauthKnowsOnlyTheRoot = only(OAUTH, OAUTH, ROOT)
            .because("it is used without the rest; let http ask it for tokens instead of calling http");

    @ArchTest
    static final ArchRule targetsKnowOnlyOauth = only(TARGETS, TARGETS, OAUTH, ROOT)
            .because("they decide where a message may go before any client is asked; hand in what they need to know");

    @ArchTest
    static final ArchRule httpKnowsOnlyOauthAndTargets = only(HTTP, HTTP, TARGETS, OAUTH, ROOT)
            .because("it tells what happens to a call through CallJournal; let imports implement that");

    @ArchTest
    static final ArchRule embeddingKnowsOnlyTheIdentity = only(EMBED, EMBED, HTTP, OAUTH, ROOT)
            .because("an application that embeds the library has nothing else on its classpath");

    @ArchTest
    static final ArchRule springKnowsOnlyTheIdentity = only(SPRING, SPRING, EMBED, OAUTH, ROOT)
            .because("it only tells Spring Boot of profiles; what they do is done in oauth and http");

    @ArchTest
    static final ArchRule theTestKitKnowsOnlyTheSandbox =
            only(JUNIT, JUNIT, SANDBOX, ROOT).because("it is for tests of applications; the rest has no JUnit");

    @ArchTest
    static final ArchRule theVaultKnowsOnlyOauth = only(VAULT, VAULT, OAUTH, ROOT)
            .because("profiles may need a secret before anything else is there; ask with a plain client");

    @ArchTest
    static final ArchRule databasesKnowOnlyOauth =
            only(JDBC, JDBC, OAUTH, ROOT).because("a connection needs a token, and nothing that calls do");

    @ArchTest
    static final ArchRule whoCallsUsIsCheckedAlone = only(INBOUND, INBOUND, OAUTH, ROOT)
            .because("it has nothing to do with whom we are; of oauth it knows CaFile");

    @ArchTest
    static final ArchRule onlySpringKnowsSpring = noClasses()
            .that()
            .resideOutsideOfPackage(SPRING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("the daemon and applications without Spring do not have it; put it into spring");

    @ArchTest
    static final ArchRule importsKnowHttpButNotOauth = only(IMPORTS, IMPORTS, HTTP, ROOT)
            .because(
                    "an import works with any identity or none; a fault of the identity reaches it as a SystemicFault");

    @ArchTest
    static final ArchRule formatsKnowNothingOfJobs = only(FORMATS, FORMATS, ROOT)
            .because("files are also read without being imported; hand in what a reader needs to know");

    @ArchTest
    static final ArchRule filesKnowNobody =
            only(FILES, FILES).because("Kamelets use it in any Camel context; hand in what it needs as a parameter");

    @ArchTest
    static final ArchRule pagesKnowOnlyTargets = only(PAGES, PAGES, TARGETS, ROOT)
            .because("they fetch with camel-http as any route does; what a call is made with lies on the exchange");

    @ArchTest
    static final ArchRule onlyTheDaemonKnowsPages = noClasses()
            .that()
            .resideOutsideOfPackages(PAGES, DAEMON)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PAGES)
            .because("it is a language for routes, which Camel finds by its name");

    @ArchTest
    static final ArchRule theSandboxKnowsNobody = only(SANDBOX, SANDBOX)
            .because("it stands for somebody else's servers; an error shared with it would cancel itself out");

    @ArchTest
    static final ArchRule theConsoleKnowsWhatItShows = only(CONSOLE, CONSOLE, IMPORTS, HTTP, OAUTH, ROOT)
            .because(
                    "it shows what imports, gates and profiles tell anybody; let them tell more instead of reaching further");

    @ArchTest
    static final ArchRule nobodyKnowsTheDaemon = noClasses()
            .that()
            .resideOutsideOfPackage(DAEMON)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(DAEMON)
            .because("the other packages are used without it; hand in what they need from there");

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching(ROOT + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("each can then be read alone; move what both need into the root package");

    @ArchTest
    static final ArchRule identityNeedsNoCamelMain = noClasses()
            .that()
            .resideInAnyPackage(OAUTH, HTTP, EMBED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel.main..")
            .because("it works in any Camel context; take a CamelContext or plain properties");

    @ArchTest
    static final ArchRule msal4jIsKnownInOnePlace = noClasses()
            .that()
            .haveNameNotMatching(".*[.]oauth[.](EntraTokenSource|ManagedIdentityTokenSource|Msal)([$].*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.microsoft.aad.msal4j..")
            .because("only the two token sources that are built on that library know it; use TokenSource");

    @ArchTest
    static final ArchRule tokensAreNeverKeptInAFile = noClasses()
            .that()
            .resideInAnyPackage(OAUTH, HTTP)
            .should()
            .callMethodWhere(target(owner(assignableTo(java.nio.file.Files.class)))
                    .and(target(nameMatching("write.*|new(OutputStream|BufferedWriter|ByteChannel)|create.*|copy"))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.io.FileOutputStream.class)
            .because("a token on disk outlives its process; the cache is in memory only");

    @ArchTest
    static final ArchRule namesSayWhatIsDone = noClasses()
            .should()
            .haveNameMatching(".*[.$](Abstract\\w*|\\w*(Manager|Impl|Utils?|Helper)(\\$.*)?)")
            .because("such names hide what a class is for; name its job, as RetryAfter or Backoff do");

    @ArchTest
    static final ArchRule timeIsAnArgument = noClasses()
            .that()
            .resideInAnyPackage(IMPORTS, OAUTH, HTTP, PAGES, VAULT, JDBC)
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".http.Time$1")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".oauth.EntraTokenSource")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".oauth.Msal")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .because(
                    "a test must be able to set the clock; take an Instant, a Clock or http.Time. The exceptions are Time's"
                            + " system clock, and EntraTokenSource and Msal, which measure against the machine's clock because MSAL does");

    private static ArchRule only(String owner, String... known) {
        return noClasses().that().resideInAPackage(owner).should().dependOnClassesThat(strangersTo(known));
    }

    private static DescribedPredicate<JavaClass> strangersTo(String... known) {
        // a mark, no more
        DescribedPredicate<JavaClass> stranger =
                resideInAPackage(ROOT + "..").and(doNot(equivalentTo(PublicApi.class)));
        for (String name : known) {
            stranger = stranger.and(resideOutsideOfPackage(name));
        }
        return stranger.as("are others of the project than %s", String.join(", ", known));
    }
}

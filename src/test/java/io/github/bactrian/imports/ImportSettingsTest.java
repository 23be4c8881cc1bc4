package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportSettingsTest {

    @Test
    void nothingGivenMeansTheDefaults() {
        ImportSettings settings = TestSettings.of();

        assertThat(settings.directory()).isEqualTo(Path.of("inbox/users").toAbsolutePath());
        assertThat(settings.quietPeriod()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.maxPause()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.parallel()).isEqualTo(8);
        assertThat(settings.maxRejects()).hasToString("50%");
        assertThat(settings.runSameContent()).isFalse();
        assertThat(settings.reading().skipLines()).isZero();
        assertThat(settings.key()).isEmpty();
    }

    @Test
    void listsAreSeparatedByCommas() {
        ImportSettings settings = TestSettings.of("key", " mail , id,", "secretFields", "password");

        assertThat(settings.key()).containsExactly("mail", "id");
        assertThat(settings.secretFields()).containsExactly("password");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "parallel|0|import:users: parallel=0 is not a whole number from 1 to 1024",
                "parallel|1025|import:users: parallel=1025 is not a whole number from 1 to 1024",
                "parallel|eight|import:users: parallel=eight is not a whole number from 1 to 1024",
                "skipLines|-1|import:users: skipLines=-1 is not a whole number from 0 to 1000000",
                "quietPeriod|soon|import:users: quietPeriod=soon is not a duration such as 5s, 10m or 24h",
                "quietPeriod|-5s|import:users: quietPeriod=-5s is not a duration such as 5s, 10m or 24h",
                "maxPause|1 day or so|import:users: maxPause=1 day or so is not a duration such as 5s, 10m or 24h",
                "delimiter|;;|import:users: delimiter=;; is not one character such as , or ; or the word tab",
                "delimiter|\"|import:users: delimiter=\" is not one character such as , or ; or the word tab",
                "delimiter|§|import:users: delimiter=§ is not one character such as , or ; or the word tab",
                "charset|utf8mb4|import:users: charset=utf8mb4 is not a charset that Java knows, such as UTF-8 or windows-1252",
                "charset|not a name|import:users: charset=not a name is not a charset that Java knows, such as UTF-8 or windows-1252",
                "charset|ISO-2022-JP|import:users: charset=ISO-2022-JP switches alphabets within the text and is not supported; save the file as UTF-8",
                "maxRejects|half|import:users: maxRejects=half is neither a count such as 500 nor a share such as 50%",
                "sameContent|ask|import:users: sameContent=ask is not supported; possible: skip, run",
                "onUnknown|guess|import:users: onUnknown=guess is not supported; possible: keep",
                "format|xls|import:users: format=xls is not supported; possible: csv, json, jsonl, xml, xlsx",
                "include|*.[csv|import:users: include=*.[csv is not a file-name pattern such as *.csv",
                "doneFileName|${file:name}|import:users: doneFileName=${file:name} is not the name of a file beside the data",
                "doneFileName|${file:name.noext}.ok|import:users: doneFileName=${file:name.noext}.ok is not the name of a file",
                "doneFileName|../ready|import:users: doneFileName=../ready is not the name of a file beside the data",
            })
    void aWrongValueIsNamedWithItsImportItsKeyAndARemedy(String key, String value, String message) {
        assertThatThrownBy(() -> TestSettings.of(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aParameterThatDoesNotExistNamesTheNearest() {
        assertThatThrownBy(() -> TestSettings.of("paralel", 4))
                .hasMessage("import:users: unknown parameter 'paralel'; did you mean 'parallel'?");
        assertThatThrownBy(() -> TestSettings.of("zzz", 4)).hasMessage("import:users: unknown parameter 'zzz'");
    }

    @Test
    void aSecretColumnIsNoKey() {
        assertThatThrownBy(() -> TestSettings.of("key", "mail,pin", "secretFields", "pin"))
                .hasMessageContaining("import:users: key=pin is also a secret field")
                .hasMessageContaining("choose another column");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", "a b"})
    void aNameThatIsNoDirectoryNameIsRefused(String name) {
        assertThatThrownBy(() -> ImportSettings.take(name, new java.util.HashMap<>(Map.of())))
                .hasMessageContaining("consists of letters, digits, '-' and '_'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tab", "\\t", "\t"})
    void aTabCanBeWrittenInThreeWays(String tab) {
        assertThat(TestSettings.of("delimiter", tab).reading().delimiter()).isEqualTo('\t');
    }

    @ParameterizedTest
    @CsvSource({
        "new.csv, true",
        "new.txt, true",
        ".new.csv, false",
        "new.csv~, false",
        "new.csv.tmp, false",
        "new.csv.part, false",
    })
    void unfinishedAndHiddenFilesAreNotTaken(String file, boolean taken) {
        assertThat(TestSettings.of().takes(Path.of(file))).isEqualTo(taken);
    }

    @Test
    void aPatternChoosesAmongFinishedFilesOnly() {
        ImportSettings settings = TestSettings.of("include", "{*.csv,*.tmp}");

        assertThat(settings.takes(Path.of("new.csv"))).isTrue();
        assertThat(settings.takes(Path.of("new.txt"))).isFalse();
        assertThat(settings.takes(Path.of("new.tmp"))).isFalse();
    }

    @Test
    void markersAreNoData() {
        assertThat(TestSettings.of("doneFileName", "READY").takes(Path.of("READY")))
                .isFalse();
        ImportSettings each = TestSettings.of("doneFileName", "${file:name}.done");
        assertThat(each.takes(Path.of("new.csv.done"))).isFalse();
        assertThat(each.takes(Path.of("new.csv"))).isTrue();
    }
}

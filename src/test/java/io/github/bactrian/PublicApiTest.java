package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The binary signatures of what is {@link PublicApi}, against those that are written down. */
class PublicApiTest {

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Path WRITTEN = Path.of("src/test/resources/public-api.txt");

    @Test
    void nothingPublicChangesUnnoticed() throws IOException {
        List<String> now = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.github.bactrian").stream()
                        .filter(PublicApiTest::isMarked)
                        .flatMap(PublicApiTest::signatures)
                        .sorted()
                        .toList();
        Path found = Files.write(Path.of("target/public-api.txt"), now);

        assertThat(now)
                .as(
                        "The public API as %s has it. A line that goes or changes breaks applications: keep the old"
                                + " member beside the new one. Is it only more, then copy %s there.",
                        WRITTEN, found)
                .isEqualTo(Files.readAllLines(WRITTEN));
    }

    private static boolean isMarked(JavaClass type) {
        return type.isAnnotatedWith(PublicApi.class);
    }

    private static boolean showsWhatIsNotMarked(JavaMember member) {
        return member.getAllInvolvedRawTypes().stream()
                .filter(type -> type.getPackageName().startsWith("io.github.bactrian"))
                .anyMatch(type -> !isMarked(type));
    }

    private static Stream<String> signatures(JavaClass type) {
        return Stream.concat(
                Stream.of(type.getName()),
                Stream.concat(type.getCodeUnits().stream(), type.getFields().stream())
                        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(member -> !OF_EVERY_OBJECT.contains(member.getName()))
                        .filter(member -> !showsWhatIsNotMarked(member))
                        .map(PublicApiTest::signature));
    }

    private static String signature(JavaMember member) {
        String place = member.getOwner().getName() + "." + member.getName();
        if (member instanceof JavaField field) {
            return place + ": " + field.getRawType().getName();
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        return place
                + code.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .collect(Collectors.joining(", ", "(", ")"))
                + ": " + code.getRawReturnType().getName();
    }
}

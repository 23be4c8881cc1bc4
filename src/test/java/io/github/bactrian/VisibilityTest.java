package io.github.bactrian;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is public is so for applications, and marked with {@link PublicApi}, or because another package needs it. */
class VisibilityTest {

    private static final JavaClasses PROJECT =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.github.bactrian");

    @Test
    void aPublicTypeWithoutTheMarkIsNeededByAnotherPackage() throws IOException {
        String named = named();

        assertThat(unmarked(named))
                .filteredOn(type -> type.getDirectDependenciesToSelf().stream()
                        .map(Dependency::getOriginClass)
                        .allMatch(user -> user.getPackage().equals(type.getPackage())))
                .filteredOn(type -> !isInAPublicSignature(type))
                .as("make these package-private, or mark them with @PublicApi if they are for applications")
                .isEmpty();
    }

    @Test
    void aPublicMethodOfATypeWithoutTheMarkIsCalledByAnotherPackage() throws IOException {
        assertThat(unmarked(named()))
                .flatMap(JavaClass::getMethods)
                .filteredOn(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filteredOn(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filteredOn(method -> !isGivenByItsType(method))
                .filteredOn(method -> method.getAccessesToSelf().stream()
                        .map(JavaAccess::getOriginOwner)
                        .allMatch(user ->
                                user.getPackage().equals(method.getOwner().getPackage())))
                .as("make these package-private")
                .isEmpty();
    }

    /** Public types that are not for applications, but for those that {@code named} has the names of. */
    private static List<JavaClass> unmarked(String named) {
        return PROJECT.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.isAnnotatedWith(PublicApi.class))
                .filter(type -> type.getEnclosingClass().isEmpty())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !named.contains(type.getName()))
                .toList();
    }

    /** A lambda that is one, or a value that is handed on unlooked at, leaves no other trace. */
    private static boolean isInAPublicSignature(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .filter(user -> !user.equals(type))
                .filter(user -> user.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(user -> user.getCodeUnits().stream())
                .filter(code -> code.getModifiers().contains(JavaModifier.PUBLIC))
                .anyMatch(code -> code.getAllInvolvedRawTypes().contains(type));
    }

    /** Overridden or implemented, a record's, an enum's or an interface's: its visibility is no choice. */
    private static boolean isGivenByItsType(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return owner.isInterface()
                || owner.isRecord()
                || owner.isEnum()
                || Stream.concat(owner.getAllRawInterfaces().stream(), owner.getAllRawSuperclasses().stream())
                        .anyMatch(parent -> parent.getMethods().stream()
                                .anyMatch(inherited -> inherited.getName().equals(method.getName())));
    }

    /** What Camel, Spring, Java and routes find by name. */
    private static String named() throws IOException {
        try (Stream<Path> resources = Files.walk(Path.of("src/main/resources"))) {
            return Stream.concat(resources.filter(Files::isRegularFile), Stream.of(Path.of("pom.xml")))
                    .map(VisibilityTest::text)
                    .collect(joining());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.pratique.cli;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the walls of the house (docs/adr/0001): a failure names the wall and who went through it.
 */
class ArchitectureTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.pratique");

    /** The rooms in which nothing is read, written, asked or waited for. */
    private static final String[] PURE = {
        "io.pratique.document..",
        "io.pratique.model..",
        "io.pratique.policy..",
        "io.pratique.runtime..",
        "io.pratique.posture.."
    };

    private static void wall(String name, ArchRule rule) {
        rule.as("The wall '" + name + "'").check(HOUSE);
    }

    @Test
    void documentKnowsNoOtherRoom() {
        wall(
                "document uses Java, JSpecify and the YAML library only",
                classes()
                        .that()
                        .resideInAPackage("io.pratique.document..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "org.snakeyaml..",
                                "io.pratique.document.."));
    }

    @Test
    void modelKnowsNothingButDocuments() {
        wall(
                "model uses Java, JSpecify and document only",
                classes()
                        .that()
                        .resideInAPackage("io.pratique.model..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "io.pratique.document..",
                                "io.pratique.model.."));
    }

    @Test
    void policyKnowsNothingAboveIt() {
        wall(
                "policy uses model and document, regular expressions and CEL only",
                classes()
                        .that()
                        .resideInAPackage("io.pratique.policy..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "com.google.re2j..",
                                "dev.cel..",
                                "com.google.common..",
                                "com.google.errorprone..",
                                "com.google.protobuf..",
                                "io.pratique.document..",
                                "io.pratique.model..",
                                "io.pratique.policy.."));
    }

    @Test
    void runtimeKnowsNoOtherJudge() {
        wall(
                "runtime uses model and document, and regular expressions only",
                classes()
                        .that()
                        .resideInAPackage("io.pratique.runtime..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "com.google.re2j..",
                                "io.pratique.document..",
                                "io.pratique.model..",
                                "io.pratique.runtime.."));
    }

    @Test
    void imagesKnowsNothingButDocumentsAndTheModel() {
        wall(
                "images uses model, document and a reader of zstd only",
                classes()
                        .that()
                        .resideInAPackage("io.pratique.images..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "io.airlift.compress..",
                                "io.pratique.document..",
                                "io.pratique.model..",
                                "io.pratique.images.."));
    }

    @Test
    void postureKnowsNoOtherJudge() {
        wall(
                "posture uses model and document only",
                classes()
                        .that()
                        .resideInAPackage("io.pratique.posture..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "io.pratique.document..",
                                "io.pratique.model..",
                                "io.pratique.posture.."));
    }

    @Test
    void collectKnowsNoJudgeButTheFormOfEvidence() {
        wall(
                "collect uses model, document, images and the form of evidence, and a JSON writer",
                classes()
                        .that()
                        .resideInAPackage("io.pratique.collect..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "javax.crypto..",
                                "org.jspecify..",
                                "tools.jackson.core..",
                                "io.pratique.document..",
                                "io.pratique.model..",
                                "io.pratique.images..",
                                "io.pratique.posture.evidence..",
                                "io.pratique.collect.."));
    }

    /** The packages that adapt a library; whoever wants it goes through them. */
    @ParameterizedTest
    @CsvSource({
        "org.snakeyaml.., io.pratique.document",
        "com.google.re2j.., io.pratique.policy.match io.pratique.policy.cel io.pratique.runtime.filter",
        "dev.cel.., io.pratique.policy.cel",
        "tools.jackson.., io.pratique.cli io.pratique.collect",
        "io.airlift.., io.pratique.images",
        "picocli.., io.pratique.cli"
    })
    void aLibraryIsUsedInThePackageThatAdaptsIt(String library, String adapters) {
        wall(
                library + " is used in " + adapters + " only",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(adapters.split(" ", -1))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library));
    }

    @Test
    void noTypeOfALibraryIsHandedOut() {
        wall(
                "no public method, constructor or field shows a type of a library",
                classes()
                        .that()
                        .resideInAnyPackage(PURE)
                        .and()
                        .arePublic()
                        .should(
                                new ArchCondition<JavaClass>(
                                        "show only types of Java and of the house") {
                                    @Override
                                    public void check(JavaClass type, ConditionEvents events) {
                                        shown(type).stream()
                                                .filter(shown ->
                                                        !shown.getBaseComponentType().isPrimitive()
                                                                && !resideInAnyPackage(
                                                                                "java..",
                                                                                "io.pratique..")
                                                                        .test(
                                                                                shown
                                                                                        .getBaseComponentType()))
                                                .forEach(shown ->
                                                        events.add(
                                                                SimpleConditionEvent.violated(
                                                                        type,
                                                                        type.getName()
                                                                                + " shows "
                                                                                + shown
                                                                                        .getName())));
                                    }
                                }));
    }

    private static Set<JavaClass> shown(JavaClass type) {
        Set<JavaClass> shown = new HashSet<>();
        type.getCodeUnits().stream()
                .filter(unit -> isOpen(unit.getModifiers()))
                .forEach(unit -> {
                    shown.add(unit.getRawReturnType());
                    shown.addAll(unit.getRawParameterTypes());
                });
        type.getFields().stream()
                .filter(field -> isOpen(field.getModifiers()))
                .forEach(field -> shown.add(field.getRawType()));
        return shown;
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC)
                || modifiers.contains(JavaModifier.PROTECTED);
    }

    @Test
    void packagesHaveNoCycles() {
        wall(
                "no cycle between packages",
                // The list of all rule types knows them all, wherever they live.
                slices().matching("io.pratique.(**)")
                        .should()
                        .beFreeOfCycles()
                        .ignoreDependency(
                                named("io.pratique.policy.rule.RuleTypes"),
                                resideInAnyPackage("io.pratique.policy..")));
    }

    @Test
    void pureRoomsTouchNothing() {
        wall(
                "no file, network, process or console in the pure rooms",
                noClasses()
                        .that()
                        .resideInAnyPackage(PURE)
                        // It runs detectors on threads that it is given the maker of.
                        .and()
                        .haveNameNotMatching("io\\.pratique\\.runtime\\.engine\\.Shards(\\$.*)?")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
                                        .and(not(named("java.net.URI")))
                                        .and(not(named("java.net.URISyntaxException")))
                                        .and(not(named("java.net.URLDecoder")))
                                        .or(named("java.io.File"))
                                        .or(named("java.io.FileInputStream"))
                                        .or(named("java.io.FileOutputStream"))
                                        .or(named("java.io.FileReader"))
                                        .or(named("java.io.FileWriter"))
                                        .or(named("java.io.RandomAccessFile"))
                                        .or(named("java.lang.Process"))
                                        .or(named("java.lang.ProcessBuilder"))
                                        .or(named("java.lang.Thread"))
                                        .or(named("java.util.concurrent.ExecutorService")))
                        .orShould()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .accessField(System.class, "in"));
    }

    private static DescribedPredicate<JavaClass> named(String name) {
        return DescribedPredicate.describe(name, type -> type.getName().equals(name));
    }

    @Test
    void pureRoomsAskNobodyForTheTime() {
        wall(
                "no clock in the pure rooms but the one that facts carry",
                noClasses()
                        .that()
                        .resideInAnyPackage(PURE)
                        .should(
                                callMethodWhere(
                                        DescribedPredicate.describe(
                                                "it tells the time",
                                                ArchitectureTest::tellsTime))));
    }

    private static boolean tellsTime(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getName();
        String method = target.getName();
        return (owner.startsWith("java.time.")
                        && (method.equals("now") || method.startsWith("system")))
                || (owner.equals("java.lang.System")
                        && (method.equals("currentTimeMillis") || method.equals("nanoTime")))
                || (owner.equals("java.lang.System")
                        && (method.equals("getenv") || method.equals("getProperty")));
    }

    @Test
    void typesAreClosed() {
        wall(
                "classes are final, abstract, sealed, enums or records",
                classes()
                        .that()
                        .areNotInterfaces()
                        .and()
                        .areNotEnums()
                        .and()
                        .areNotAnonymousClasses()
                        .and()
                        .resideOutsideOfPackage("io.pratique.benchmarks..")
                        .should(
                                new ArchCondition<JavaClass>("be closed to other heirs") {
                                    @Override
                                    public void check(JavaClass type, ConditionEvents events) {
                                        boolean closed =
                                                type.getModifiers().contains(JavaModifier.FINAL)
                                                        || type.getModifiers()
                                                                .contains(JavaModifier.ABSTRACT)
                                                        || type.reflect().isSealed()
                                                        || type.getName().endsWith("package-info")
                                                        || type.getEnclosingClass()
                                                                .filter(JavaClass::isEnum)
                                                                .isPresent();
                                        if (!closed) {
                                            events.add(
                                                    SimpleConditionEvent.violated(
                                                            type, type.getName() + " is open"));
                                        }
                                    }
                                }));
    }

    @Test
    void nothingStaticChanges() {
        wall(
                "no static mutable state",
                fields().that().areStatic().and(areWritten()).should().beFinal());
    }

    /** Leaves out what the compiler makes. */
    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaField> areWritten() {
        return DescribedPredicate.describe(
                "are written by hand",
                field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> without = new TreeSet<>();
        for (JavaClass type : HOUSE) {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith(NullMarked.class)) {
                without.add(home.getName());
            }
        }
        assertThat(without).as("The wall 'every package is @NullMarked'").isEmpty();
    }

    /** A wall that looks at nothing holds nothing back. */
    @Test
    void theHouseIsSeen() {
        for (String room : PURE) {
            assertThat(HOUSE.that(resideInAnyPackage(room)).size()).as(room).isGreaterThan(10);
        }
        assertThat(HOUSE.that(alwaysTrue()).contain("io.pratique.cli.Main")).isTrue();
    }
}

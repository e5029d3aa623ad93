package io.andon.routes;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The modules in the order data flows, and what each may know. */
@AnalyzeClasses(packages = "io.andon", importOptions = DoNotIncludeTests.class)
final class ModuleRulesTest {
    private static final String CACHE = "io.andon.cache..";
    private static final String PROCESSORS = "io.andon.processors..";
    private static final String ROUTES = "io.andon.routes..";
    private static final String DEMO = "io.andon.demo..";

    @ArchTest
    static final ArchRule theCacheKnowsTheJdkAndItsThreeLibrariesOnly =
            classes()
                    .that(resideInAPackage(CACHE))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    CACHE,
                                    "java.io..",
                                    "java.lang..",
                                    "java.math..",
                                    "java.nio..",
                                    "java.security..",
                                    "java.time..",
                                    "java.util..",
                                    "org.jspecify..",
                                    "org.roaringbitmap..",
                                    "it.unimi.dsi.fastutil.."));

    @ArchTest
    static final ArchRule processorsKnowTheCacheAndNoServer =
            noClasses()
                    .that(resideInAPackage(PROCESSORS))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    ROUTES,
                                    DEMO,
                                    "io.vertx..",
                                    "io.netty..",
                                    "com.zaxxer..",
                                    "io.micrometer..",
                                    "com.sun.net.httpserver..",
                                    "java.net.http..",
                                    "org.apache.camel.component..",
                                    "org.apache.camel.main..",
                                    "org.h2..",
                                    "org.postgresql.."));

    @ArchTest
    static final ArchRule theDemoPlantKnowsNothingOfTheRest =
            noClasses()
                    .that(resideInAPackage(DEMO))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.andon..").and(resideOutsideOfPackages(DEMO)));

    @ArchTest
    static final ArchRule onlyAStartAndItsCheckKnowTheDemoPlant =
            noClasses()
                    .that(resideOutsideOfPackages(DEMO))
                    .and()
                    .doNotBelongToAnyOf(Andon.class, CheckCommand.class)
                    .should()
                    .dependOnClassesThat(resideInAPackage(DEMO));

    @ArchTest
    static final ArchRule noDriverIsNamed =
            noClasses()
                    .that(resideOutsideOfPackages(DEMO))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.h2..", "org.postgresql..", "oracle.."));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.andon.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheWiringMakesSteps =
            noClasses()
                    .that(resideInAPackage(ROUTES))
                    .and()
                    .doNotHaveSimpleName("Wiring")
                    .should()
                    .callConstructorWhere(
                            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates
                                            .With.owner(
                                            com.tngtech.archunit.core.domain.properties.HasName
                                                    .Predicates.nameMatching(
                                                    "io\\.andon\\.processors\\..*"
                                                            + "(Steps|Answers?|Composer|"
                                                            + "Judge|ReadRequest|Check)"))));

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields =
            fields().that()
                    .areDeclaredInClassesThat(resideOutsideOfPackages("java.."))
                    .should()
                    .notBeAnnotatedWith("jakarta.inject.Inject")
                    .andShould()
                    .notBeAnnotatedWith("javax.inject.Inject")
                    .andShould()
                    .notBeAnnotatedWith("org.apache.camel.BeanInject")
                    .andShould()
                    .notBeAnnotatedWith("org.apache.camel.PropertyInject")
                    .andShould()
                    .notBeAnnotatedWith("org.apache.camel.EndpointInject")
                    .andShould()
                    .notBeAnnotatedWith("org.apache.camel.Produce");

    @ArchTest
    static final ArchRule nothingWritesToTheStandardStreams =
            noClasses().should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule nothingSleeps =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", java.time.Duration.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class, int.class);

    @ArchTest
    static final ArchRule nothingEndsTheProcessButTheCommand =
            noClasses()
                    .that()
                    .doNotBelongToAnyOf(Main.class, RunCommand.class)
                    .should()
                    .callMethod(System.class, "exit", int.class)
                    .orShould()
                    .callMethod(Runtime.class, "halt", int.class);
}

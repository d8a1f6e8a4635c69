// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * cli → jobs (evaluate → label) → run → {source, sink → journal → guard, report → evaluation} →
 * config → udfs.
 */
class JobsDependencyDirectionTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.mobilespark.jobs");

  @ParameterizedTest
  @CsvSource({
    "config, source guard journal sink report evaluation run label evaluate embed training demo cli",
    "source, journal sink report evaluation run label evaluate embed training cli",
    "guard, source journal sink report evaluation run label evaluate embed training pack cli",
    "journal, source sink report evaluation run label evaluate embed training pack cli",
    "sink, source report evaluation run label evaluate embed training cli",
    "evaluation, journal sink report run label evaluate demo embed training cli",
    "report, source sink run label evaluate embed training cli",
    "run, evaluation label evaluate demo embed training pack cli",
    "follow, evaluation label evaluate embed demo training pack report cli",
    "label, evaluation evaluate demo embed training cli",
    "evaluate, demo embed training cli",
    "embed, evaluation label evaluate training demo cli",
    "training, evaluate demo cli",
    "demo, cli",
    "pack, evaluation evaluate report run label demo cli",
    "benchmark, evaluation evaluate embed training demo cli",
    "preprocess, journal report run label demo cli",
    "sizing, source guard journal sink report run label evaluate embed training demo pack cli",
  })
  void packagesDoNotLookUpOrAside(String from, String forbidden) {
    noClasses()
        .that()
        .resideInAPackage(in(from))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Arrays.stream(forbidden.split(" "))
                .map(JobsDependencyDirectionTest::in)
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void nativeTensorFlowAndArrowAreReachedThroughTheUdfs() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.tensorflow..", "org.bytedeco..", "org.apache.arrow..")
        .check(CLASSES);
  }

  /** One that goes on beside the caller is refused, with a stack trace, by a context that stops. */
  @Test
  void broadcastsAreWaitedForUntilTheyAreGone() {
    noClasses().should().callMethod(Broadcast.class, "destroy").check(CLASSES);
    noClasses().should().callMethod(Broadcast.class, "unpersist").check(CLASSES);
  }

  @Test
  void idsAreMadeInThePackageOfIdentities() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java[.]util[.]UUID")
        .check(CLASSES);
  }

  @Test
  void signalsKnowNoJob() {
    noClasses()
        .that()
        .resideInAPackage(in("signal"))
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.mobilespark..")
                .and(JavaClass.Predicates.resideOutsideOfPackage(in("signal"))))
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.mobilespark.jobs.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static String in(String name) {
    return "io.mobilespark.jobs." + name + "..";
  }
}

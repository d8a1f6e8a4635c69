// SPDX-License-Identifier: Apache-2.0
package io.mobilespark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * source → {storage, outputs}; spark → {storage, inference} → {image, keras, model, arrow, labels, device} → {tensorflow,
 * identity}; gates to libraries.
 */
class DependencyDirectionTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.mobilespark");

  @ParameterizedTest
  @CsvSource({
    "identity, shards tensorflow image model arrow labels device inference storage spark",
    "shards, tensorflow image model arrow labels device inference storage spark",
    "tensorflow, image model arrow labels device inference storage spark",
    "labels, tensorflow image model arrow device inference storage spark",
    "arrow, tensorflow image model labels device inference storage spark",
    "image, model arrow labels device inference storage spark",
    "model, keras image arrow labels device inference storage spark",
    "keras, shards image arrow labels device inference storage spark",
    "device, shards image model arrow labels inference storage spark",
    "inference, shards storage spark",
    "storage, source tensorflow model labels device inference spark",
    "source, tensorflow model keras labels device inference spark",
    "outputs, source tensorflow image model keras arrow labels device inference storage spark",
    "spark.preparation, spark.sql spark.ml",
    "spark.sql, spark.ml",
    "spark.ml, spark.sql",
  })
  void packagesDoNotLookUpOrAside(String from, String forbidden) {
    noClasses()
        .that()
        .resideInAPackage(in(from))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(forbidden))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "org.tensorflow.., tensorflow",
    "org.bytedeco.., tensorflow",
    "org.apache.arrow.., arrow",
    "org.apache.spark.., spark source",
    "org.apache.hadoop.., spark source storage outputs",
    "org.apache.hadoop.fs.s3a.., storage",
    "software.amazon.awssdk.., storage",
    "org.apache.spark.sql.catalyst.., spark.sql source.pictures",
    "org.apache.spark.ml.., spark.ml",
    "io.jhdf.., model keras",
    "javax.imageio.., image",
    "com.luciad.imageio.webp.., image",
    "com.twelvemonkeys.., image",
    "org.apache.commons.compress.., shards",
    "com.github.luben.., shards",
    "org.tukaani.., shards",
  })
  void eachLibraryHasItsGate(String library, String gate) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages(gate))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void idsAreMadeInThePackageOfIdentities() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("identity"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java[.]util[.]UUID")
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheJobs() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mobilespark.jobs..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.mobilespark.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatFailsForTheUserIsTheProjectsOwnException() {
    classes()
        .that()
        .areAssignableTo(Exception.class)
        .and()
        .arePublic()
        .should()
        .beAssignableTo(MobileSparkException.class)
        .check(CLASSES);
  }

  private static String[] packages(String names) {
    return Stream.of(names.split(" ")).map(DependencyDirectionTest::in).toArray(String[]::new);
  }

  private static String in(String name) {
    return "io.mobilespark." + name + "..";
  }
}

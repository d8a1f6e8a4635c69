// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mobilespark.MobileSparkException;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The registry of official files and figures. */
final class PublishedVariantsTest {
  @Test
  void everyVariantOfTheReferenceIsThereWithTopAndWithout() throws IOException {
    List<String> rows =
        Files.readAllLines(SharedFiles.require("reference/parameters-and-madds.csv"));
    List<String> wanted =
        rows.stream()
            .skip(1)
            .map(row -> row.split(",", -1))
            .map(f -> f[0] + (f[3].isEmpty() ? "" : "_" + f[3]) + "_" + f[1] + "_" + f[2])
            .flatMap(id -> Stream.of(id, id + "_no_top"))
            .toList();
    assertThat(PublishedVariants.all())
        .extracting(PublishedVariant::id)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void filesAreNamedAsKerasNamesThem() {
    file("mobilenet_v1_1.0_224", "mobilenet/mobilenet_1_0_224_tf.h5");
    file("mobilenet_v1_0.75_160_no_top", "mobilenet/mobilenet_7_5_160_tf_no_top.h5");
    file("mobilenet_v1_0.25_128", "mobilenet/mobilenet_2_5_128_tf.h5");
    file(
        "mobilenet_v2_0.35_96",
        "mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_96.h5");
    file(
        "mobilenet_v2_1.4_224_no_top",
        "mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.4_224_no_top.h5");
    file(
        "mobilenet_v3_large_0.75_224", "mobilenet_v3/weights_mobilenet_v3_large_224_0.75_float.h5");
    file(
        "mobilenet_v3_small_minimalistic_1.0_224_no_top",
        "mobilenet_v3/weights_mobilenet_v3_small_minimalistic_224_1.0_float_no_top_v2.h5");
  }

  @Test
  void hashesAreThereForV3Only() {
    assertThat(PublishedVariants.all())
        .allSatisfy(
            variant ->
                assertThat(variant.md5().isPresent())
                    .isEqualTo(variant.spec().family().hasMinimalistic()));
    assertThat(PublishedVariants.all().stream().flatMap(v -> v.md5().stream()))
        .hasSize(12)
        .doesNotHaveDuplicates()
        .allMatch(md5 -> md5.matches("[0-9a-f]{32}"));
  }

  @Test
  void foundByNameFileAndSpec() {
    PublishedVariant variant = PublishedVariants.named("mobilenet_v2");
    assertThat(variant.id()).isEqualTo("mobilenet_v2_1.0_224");
    assertThat(PublishedVariants.named(variant.file())).isEqualTo(variant);
    assertThat(PublishedVariants.find(variant.spec(), Head.CLASSIFIER)).contains(variant);
    assertThat(PublishedVariants.find(variant.spec().withClasses(10), Head.CLASSIFIER)).isEmpty();
    assertThat(PublishedVariants.find(variant.spec().withClasses(10), Head.FEATURES))
        .contains(PublishedVariants.named("mobilenet_v2_1.0_224_no_top"));
    assertThatThrownBy(() -> PublishedVariants.named("mobilenet_v3_large_0.5_224"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("mobilenet_v3_large_0.75_224, ");
    assertThatThrownBy(() -> PublishedVariants.named("vgg16"))
        .hasMessageContaining("mobilenet_v1, mobilenet_v2, ");
  }

  @Test
  void figuresBelongToPublishedVariants() {
    assertThat(PublishedAccuracy.all()).hasSize(70);
    assertThat(PublishedVariants.all())
        .allSatisfy(variant -> assertThat(variant.accuracies()).isNotEmpty());
    assertThat(PublishedVariants.named("mobilenet_v1").accuracies())
        .extracting(PublishedAccuracy::preset, PublishedAccuracy::top1Percent)
        .contains(tuple("keras-table", 70.424), tuple("mlperf-mobilenet", 71.676));
    assertThat(PublishedVariants.named("mobilenet_v3_small_minimalistic").accuracies())
        .contains(
            new PublishedAccuracy(
                new ModelName(ModelFamily.MOBILENET_V3_SMALL, true),
                1.0,
                224,
                "TF-Slim",
                "slim-inception",
                61.9,
                OptionalDouble.empty(),
                ""));
  }

  @Test
  void figuresEqualTheReference() throws IOException {
    List<String> rows = Files.readAllLines(SharedFiles.require("reference/published-accuracy.csv"));
    List<String> wanted =
        rows.stream()
            .skip(1)
            .map(row -> row.split(",", -1))
            .map(
                f ->
                    String.format(
                        Locale.ROOT,
                        "%s %s %s %s %s %s",
                        f[0] + (f[3].isEmpty() ? "" : "_" + f[3]),
                        f[1],
                        f[2],
                        f[7],
                        Double.parseDouble(f[5]),
                        f[6].isEmpty() ? "-" : Double.parseDouble(f[6])))
            .toList();
    assertThat(PublishedAccuracy.all())
        .extracting(
            a ->
                String.format(
                    Locale.ROOT,
                    "%s %s %s %s %s %s",
                    a.model(),
                    a.alpha(),
                    a.resolution(),
                    a.preset(),
                    a.top1Percent(),
                    a.top5Percent().isPresent() ? a.top5Percent().getAsDouble() : "-"))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  private static void file(String id, String path) {
    PublishedVariant variant = PublishedVariants.named(id);
    assertThat(variant.url())
        .hasToString("https://storage.googleapis.com/tensorflow/keras-applications/" + path);
    assertThat(path).endsWith("/" + variant.file());
  }
}

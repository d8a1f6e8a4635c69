// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static io.mobilespark.model.ModelFamily.MOBILENET_V1;
import static io.mobilespark.model.ModelFamily.MOBILENET_V2;
import static io.mobilespark.model.ModelFamily.MOBILENET_V3_LARGE;
import static io.mobilespark.model.ModelFamily.MOBILENET_V3_SMALL;

import io.mobilespark.MobileSparkException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every weight file of a MobileNet that Keras Applications offers: names, addresses and hashes as
 * in {@code keras/src/applications/mobilenet.py}, {@code mobilenet_v2.py} and {@code
 * mobilenet_v3.py} of Keras 3.15.
 */
public final class PublishedVariants {
  private static final String BASE =
      "https://storage.googleapis.com/tensorflow/keras-applications/";

  private static final List<V3> V3S =
      List.of(
          new V3(
              MOBILENET_V3_LARGE,
              false,
              1.0,
              "59e551e166be033d707958cf9e29a6a7",
              "07fb09a5933dd0c8eaafa16978110389"),
          new V3(
              MOBILENET_V3_LARGE,
              false,
              0.75,
              "765b44a33ad4005b3ac83185abf1d0eb",
              "40af19a13ebea4e2ee0c676887f69a2e"),
          new V3(
              MOBILENET_V3_LARGE,
              true,
              1.0,
              "675e7b876c45c57e9e63e6d90a36599c",
              "ec5221f64a2f6d1ef965a614bdae7973"),
          new V3(
              MOBILENET_V3_SMALL,
              false,
              1.0,
              "8768d4c2e7dee89b9d02b2d03d65d862",
              "d3e8ec802a04aa4fc771ee12a9a9b836"),
          new V3(
              MOBILENET_V3_SMALL,
              false,
              0.75,
              "cb65d4e5be93758266aa0a7f2c6708b7",
              "ebdb5cc8e0b497cd13a7c275d475c819"),
          new V3(
              MOBILENET_V3_SMALL,
              true,
              1.0,
              "99cd97fb2fcdad2bf028eb838de69e37",
              "cde8136e733e811080d9fcd8a252f7e4"));

  private static final List<PublishedVariant> ALL =
      Stream.of(v1(), v2(), V3S.stream().flatMap(V3::both)).flatMap(all -> all).toList();

  private PublishedVariants() {}

  /** All of them: by family, width and size, each with top and without. */
  public static List<PublishedVariant> all() {
    return ALL;
  }

  /** The file for a network, if it is a published one. */
  public static Optional<PublishedVariant> find(ModelSpec spec, Head head) {
    return ALL.stream()
        .filter(variant -> variant.head() == head)
        .filter(
            variant ->
                head == Head.CLASSIFIER
                    ? variant.spec().equals(spec)
                    : variant.spec().equals(spec.withClasses(ModelSpec.IMAGENET_CLASSES)))
        .findFirst();
  }

  /**
   * A variant by {@link PublishedVariant#id}, by file name, or by a model's name alone, which means
   * alpha 1.0 at 224 with top.
   *
   * @throws MobileSparkException naming what there is of the family
   */
  public static PublishedVariant named(String name) {
    String id =
        ModelName.known().contains(name)
            ? ModelSpec.imagenet(ModelName.parse(name), 1.0, 224).id().toString()
            : name;
    return ALL.stream()
        .filter(variant -> variant.id().equals(id) || variant.file().equals(id))
        .findFirst()
        .orElseThrow(() -> new MobileSparkException(unknown(name)));
  }

  private static String unknown(String name) {
    List<String> near =
        ALL.stream()
            .map(PublishedVariant::id)
            .filter(id -> !id.endsWith("_no_top"))
            .filter(
                id ->
                    ModelName.known().stream()
                        .anyMatch(known -> name.startsWith(known) && id.startsWith(known + "_")))
            .toList();
    return near.isEmpty()
        ? String.format(
            Locale.ROOT,
            "no published variant '%s'; models are %s, or one of 'models list'",
            name,
            String.join(", ", ModelName.known()))
        : String.format(
            Locale.ROOT,
            "no published variant '%s'; there are %s, each also with _no_top",
            name,
            String.join(", ", near));
  }

  private static Stream<PublishedVariant> v1() {
    return Stream.of(1.0, 0.75, 0.5, 0.25)
        .flatMap(
            alpha ->
                Stream.of(224, 192, 160, 128)
                    .flatMap(
                        side ->
                            both(
                                spec(MOBILENET_V1, alpha, side),
                                String.format(
                                    Locale.ROOT,
                                    "mobilenet/mobilenet_%s_%d_tf%%s.h5",
                                    v1Width(alpha),
                                    side))));
  }

  /** {@code 7_5} for 0.75, {@code 1_0} for 1. */
  private static String v1Width(double alpha) {
    return alpha == 1
        ? "1_0"
        : String.format(Locale.ROOT, "%d_%d", (int) (alpha * 10), (int) (alpha * 100) % 10);
  }

  /** The two widths above 1 were published at 224 only. */
  private static Stream<PublishedVariant> v2() {
    return Stream.of(1.4, 1.3, 1.0, 0.75, 0.5, 0.35)
        .flatMap(
            alpha ->
                (alpha > 1 ? Stream.of(224) : Stream.of(224, 192, 160, 128, 96))
                    .flatMap(
                        side ->
                            both(
                                spec(MOBILENET_V2, alpha, side),
                                String.format(
                                    Locale.ROOT,
                                    "mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_"
                                        + "%s_%d%%s.h5",
                                    alpha,
                                    side))));
  }

  private static Stream<PublishedVariant> both(ModelSpec spec, String path) {
    return Stream.of(
        variant(spec, Head.CLASSIFIER, String.format(Locale.ROOT, path, ""), Optional.empty()),
        variant(
            spec, Head.FEATURES, String.format(Locale.ROOT, path, "_no_top"), Optional.empty()));
  }

  private static PublishedVariant variant(
      ModelSpec spec, Head head, String path, Optional<String> md5) {
    String file = path.substring(path.indexOf('/') + 1);
    return new PublishedVariant(spec, head, file, URI.create(BASE + path), md5);
  }

  private static ModelSpec spec(ModelFamily family, double alpha, int side) {
    return ModelSpec.imagenet(new ModelName(family, false), alpha, side);
  }

  private record V3(
      ModelFamily family, boolean minimalistic, double alpha, String md5, String md5NoTop) {

    Stream<PublishedVariant> both() {
      ModelSpec spec = ModelSpec.imagenet(new ModelName(family, minimalistic), alpha, 224);
      String path =
          String.format(
              Locale.ROOT,
              "mobilenet_v3/weights_mobilenet_v3_%s%s_224_%s_float",
              family == MOBILENET_V3_LARGE ? "large" : "small",
              minimalistic ? "_minimalistic" : "",
              alpha);
      return Stream.of(
          variant(spec, Head.CLASSIFIER, path + ".h5", Optional.of(md5)),
          variant(spec, Head.FEATURES, path + "_no_top_v2.h5", Optional.of(md5NoTop)));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.source.ColumnSettings;
import io.mobilespark.source.SourceKind;
import io.mobilespark.storage.PrefetchLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Where pictures are and how they are read, as {@code label} is told by options of the same names.
 *
 * @param inputs folders, globs and files; none where there is a manifest
 * @param manifest a list of pictures; empty where there are inputs
 * @param manifestColumn the URIs in a manifest that is a table
 * @param kind what inputs hold
 * @param rules what side files and members of shards mean
 * @param prefetch how far reading runs ahead
 * @param maxPictureBytes a larger picture is not read and becomes a reason
 * @param perTrigger what a batch of a stream takes
 */
record PicturesOptions(
    List<String> inputs,
    Optional<String> manifest,
    String manifestColumn,
    SourceKind kind,
    ShardRules rules,
    PrefetchLimits prefetch,
    long maxPictureBytes,
    PerTrigger perTrigger)
    {
  private static final long MAX_PICTURE_BYTES = 64L << 20;

  /** What can be told. Spark's spelling, without hyphens, is understood as well. */
  enum Name {
    PATH,
    PATHS,
    MANIFEST,
    MANIFEST_COLUMN,
    SOURCE,
    ALL_FILES,
    LABEL_FIELD,
    EXAMPLE_FEATURES,
    PREFETCH_REQUESTS,
    PREFETCH_BYTES,
    MAX_PICTURE_BYTES,
    MAX_FILES_PER_TRIGGER,
    MAX_BYTES_PER_TRIGGER;

    /** As on the command line. */
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(String name) {
      return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static Optional<Name> of(String key) {
      return Stream.of(values()).filter(each -> plain(each.name()).equals(plain(key))).findFirst();
    }
  }

  /** Copies the inputs. */
  PicturesOptions {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() == manifest.isEmpty()) {
      throw new MobileSparkException(
          "pictures needs a path or the option manifest, not "
              + (inputs.isEmpty() ? "neither" : "both"));
    }
    if (maxPictureBytes < 1 || maxPictureBytes > MAX_PICTURE_BYTES) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The option %s is 1 to %d: %d",
              Name.MAX_PICTURE_BYTES.text(),
              MAX_PICTURE_BYTES,
              maxPictureBytes));
    }
  }

  /**
   * Reads what a query gives.
   *
   * @throws MobileSparkException that names the option which is none, or whose value is wrong
   */
  static PicturesOptions parse(CaseInsensitiveStringMap options) {
    Map<Name, String> given = new HashMap<>();
    options
        .asCaseSensitiveMap()
        .forEach((key, value) -> given.put(Name.of(key).orElseThrow(() -> none(key)), value));
    Optional<String> manifest = Optional.ofNullable(given.get(Name.MANIFEST));
    SourceKind kind = value(given, Name.SOURCE, PicturesOptions::kind, SourceKind.AUTO);
    if (manifest.isPresent() && kind != SourceKind.AUTO) {
      throw new MobileSparkException(
          "The option source says what paths hold, and there is a manifest");
    }
    return new PicturesOptions(
        inputs(given),
        manifest,
        given.getOrDefault(Name.MANIFEST_COLUMN, ColumnSettings.DEFAULT.manifest()),
        manifest.isPresent() ? SourceKind.MANIFEST : kind,
        new ShardRules(
            value(given, Name.ALL_FILES, PicturesOptions::flag, false),
            given.getOrDefault(Name.LABEL_FIELD, ""),
            value(given, Name.EXAMPLE_FEATURES, ExampleFeatures::parse, ExampleFeatures.DEFAULT)),
        prefetch(given),
        value(given, Name.MAX_PICTURE_BYTES, Long::valueOf, MAX_PICTURE_BYTES),
        perTrigger(given));
  }

  private static PerTrigger perTrigger(Map<Name, String> given) {
    PerTrigger files =
        value(
            given,
            Name.MAX_FILES_PER_TRIGGER,
            text -> new PerTrigger(Integer.parseInt(text), Long.MAX_VALUE),
            PerTrigger.ALL);
    return value(
        given,
        Name.MAX_BYTES_PER_TRIGGER,
        text -> new PerTrigger(files.files(), Long.parseLong(text)),
        files);
  }

  /** For messages and plans. */
  String place() {
    return manifest.map(list -> "manifest " + list).orElseGet(() -> String.join(", ", inputs));
  }

  private static PrefetchLimits prefetch(Map<Name, String> given) {
    OptionalInt requests =
        value(
            given,
            Name.PREFETCH_REQUESTS,
            text -> OptionalInt.of(Integer.parseInt(text)),
            OptionalInt.empty());
    // Each is looked at by itself, so that a message can name it.
    value(
        given,
        Name.PREFETCH_REQUESTS,
        text -> PrefetchLimits.of(requests, PrefetchLimits.DEFAULT.bytes()),
        PrefetchLimits.DEFAULT);
    return value(
        given,
        Name.PREFETCH_BYTES,
        text -> PrefetchLimits.of(requests, Long.parseLong(text)),
        PrefetchLimits.of(requests, PrefetchLimits.DEFAULT.bytes()));
  }

  private static List<String> inputs(Map<Name, String> given) {
    List<String> inputs = new ArrayList<>();
    Optional.ofNullable(given.get(Name.PATH)).ifPresent(inputs::add);
    Optional.ofNullable(given.get(Name.PATHS))
        .ifPresent(
            json -> {
              try {
                inputs.addAll(List.of(new ObjectMapper().readValue(json, String[].class)));
              } catch (JsonProcessingException e) {
                throw wrong(Name.PATHS, json, "is no JSON array of texts", e);
              }
            });
    return inputs;
  }

  private static SourceKind kind(String text) {
    return Stream.of(
            SourceKind.AUTO,
            SourceKind.IMAGES,
            SourceKind.TAR,
            SourceKind.ZIP,
            SourceKind.TFRECORD)
        .filter(kind -> kind.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("is none of auto, images, tar, zip, tfrecord"));
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  /** Reads the text of an option. */
  private interface Reading<T> {
    T read(String text);
  }

  private static <T> T value(Map<Name, String> given, Name name, Reading<T> reading, T absent) {
    String text = given.get(name);
    if (text == null) {
      return absent;
    }
    try {
      return reading.read(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(name, text, "is no whole number", e);
    } catch (IllegalArgumentException e) {
      throw wrong(name, text, String.valueOf(e.getMessage()), e);
    }
  }

  private static MobileSparkException wrong(Name name, String text, String why, Exception e) {
    return new MobileSparkException(
        String.format(Locale.ROOT, "The option %s of pictures: '%s' %s", name.text(), text, why),
        e);
  }

  private static MobileSparkException none(String key) {
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "pictures has no option %s; it has %s",
            key,
            Stream.of(Name.values()).map(Name::text).collect(Collectors.joining(", "))));
  }
}

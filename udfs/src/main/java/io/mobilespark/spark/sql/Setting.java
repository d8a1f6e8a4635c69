// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.tensorflow.Precision;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a call can be told: as {@code spark.mobilespark.KEY} by the session, as {@code KEY} by the
 * call's options, which go first.
 */
public enum Setting {
  /** Which network. */
  MODEL("", "Network, such as mobilenet_v2; needed where the file holds weights alone"),
  /** How wide it is. */
  ALPHA("", "Width multiplier; empty for what the file says, or 1.0"),
  /** Height and width of its input. */
  RESOLUTION(
      "",
      "Height and width of the input in pixels, or both as 96x160; empty for what the file says, or"
          + " 224"),
  /** Where its weights lie. */
  WEIGHTS("", "Keras .keras or .h5 file, or SavedModel folder, local or remote; needed"),
  /** What its outputs mean. */
  CLASSES(ModelSettings.IMAGENET, "Labels of the outputs: imagenet, or a file"),
  /** How pictures are preprocessed. */
  PRESET("", "Preprocessing; empty for the one the variant's accuracy was published with"),
  /** Whether pictures are turned. */
  ORIENTATION("stored", "stored, or exif to turn pictures as their cameras meant them"),
  /** What becomes of a picture that ends early. */
  TRUNCATED("reject", "reject, or decode what is there of a JPEG or PNG that ends early"),
  /** What takes the place of its classifier. */
  HEAD("", "Folder with a head trained on the network's features; empty for its own classifier"),
  /** What it computes in. */
  PRECISION(Precision.FP32.toString(), "fp32, or bf16 where the CPU has it"),
  /** Which signature of a SavedModel. */
  SIGNATURE("", "Signature of a SavedModel; empty for serving_default"),
  /** Which of its outputs. */
  OUTPUT_NAME("", "Output of that signature; needed where it has several"),
  /** What the model wants pixels to be. */
  INPUT_RANGE("", "0..255, 0..1 or -1..1; empty for what the model's graph says"),
  /** What makes probabilities of its outputs. */
  ACTIVATION("", "softmax or sigmoid of the outputs; empty for what the model's graph says"),
  /** What model weights are of. */
  ARCHITECTURE("", "File of Keras's to_json; for weights alone of a model that is not Keras's own"),
  /** Classes kept. */
  TOP_K("5", "Classes kept per picture"),
  /** Whether all labels above a probability are named. */
  THRESHOLD(
      "",
      "Add the field labels: all labels of a picture with this probability or more; empty for none"),
  /** Rows of a batch. */
  BATCH_ROWS(String.valueOf(BatchLimits.DEFAULT.maxRows()), "Pictures in a batch"),
  /** Bytes of a batch. */
  BATCH_BYTES(
      String.valueOf(BatchLimits.DEFAULT.maxBytes()), "Bytes of encoded pictures in a batch"),
  /** Pixels of a picture. */
  MAX_PIXELS(
      String.valueOf(ImageLimits.DEFAULT.maxPixels()),
      "Width x height beyond which a picture is TOO_LARGE"),
  /** Bytes of a picture. */
  MAX_PICTURE_BYTES(String.valueOf(64 << 20), "Encoded bytes beyond which a picture is TOO_LARGE");

  /** Those of a picture alone, whatever the network. */
  static final Set<Setting> LIMITS = EnumSet.of(MAX_PIXELS, MAX_PICTURE_BYTES);

  /** What the session's keys begin with. */
  public static final String PREFIX = "spark.mobilespark.";

  private final String defaultValue;
  private final String meaning;

  Setting(String defaultValue, String meaning) {
    this.defaultValue = defaultValue;
    this.meaning = meaning;
  }

  /** The name in a call's options. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The name in a session. */
  public String sessionKey() {
    return PREFIX + key();
  }

  /** The value where nobody says another; empty for none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }

  static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }

  static String keys() {
    return keys(EnumSet.allOf(Setting.class));
  }

  static String keys(Set<Setting> settings) {
    return settings.stream().map(Setting::key).collect(Collectors.joining(", "));
  }
}

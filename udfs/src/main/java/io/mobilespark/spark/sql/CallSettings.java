// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.MobileSparkException;
import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.Decoding;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.PublishedPreset;
import io.mobilespark.spark.LabelsAbove;
import io.mobilespark.spark.preparation.ModelReading;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.NetworkChoice;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreActivation;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The settings of one call, checked as far as that can be done without the model's files.
 *
 * @param values of every setting; empty for none
 */
record CallSettings(EnumMap<Setting, String> values) implements Serializable {

  /** Checks every value. */
  CallSettings {
    values = new EnumMap<>(values);
    for (Setting setting : Setting.values()) {
      values.putIfAbsent(setting, setting.defaultValue());
    }
    Setting needed = Setting.WEIGHTS;
    if (String.valueOf(values.get(needed)).isBlank()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "Which %s? Set %s, or give the option '%s'",
              needed.key(),
              needed.sessionKey(),
              needed.key()));
    }
  }

  /**
   * A call's settings.
   *
   * @param options by key; they go before the session's
   * @param session gives the value of a session's key, if it is set
   * @throws MobileSparkException with the key and the value that does not do
   */
  static CallSettings of(Map<String, String> options, Function<String, Optional<String>> session) {
    CallSettings settings =
        new CallSettings(values(EnumSet.allOf(Setting.class), options, session));
    settings.model();
    settings.batch();
    settings.image();
    settings.labelsAbove();
    return settings;
  }

  /** The limits alone, for what needs no network; arguments and errors are those of {@link #of}. */
  static ImageLimits limits(
      Map<String, String> options, Function<String, Optional<String>> session) {
    return limits(values(Setting.LIMITS, options, session));
  }

  private static ImageLimits limits(EnumMap<Setting, String> values) {
    return new ImageLimits(
        parsed(values, Setting.MAX_PIXELS, Integer::parseInt),
        parsed(values, Setting.MAX_PICTURE_BYTES, Integer::parseInt));
  }

  private static EnumMap<Setting, String> values(
      Set<Setting> known,
      Map<String, String> options,
      Function<String, Optional<String>> session) {
    EnumMap<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : known) {
      session.apply(setting.sessionKey()).ifPresent(value -> values.put(setting, value.trim()));
    }
    options.forEach(
        (key, value) -> {
          Setting setting =
              Setting.of(key)
                  .filter(known::contains)
                  .orElseThrow(
                      () ->
                          new MobileSparkException(
                              String.format(
                                  Locale.ROOT,
                                  "There is no option '%s'; there are %s",
                                  key,
                                  Setting.keys(known))));
          values.put(setting, value.trim());
        });
    return values;
  }

  ModelSettings model() {
    return new ModelSettings(
        choice(),
        text(Setting.WEIGHTS),
        text(Setting.CLASSES),
        preset(),
        given(Setting.HEAD, folder -> folder),
        parsed(Setting.PRECISION, CallSettings::precision),
        new ModelReading(
            given(Setting.SIGNATURE, name -> name),
            given(Setting.OUTPUT_NAME, name -> name),
            given(Setting.INPUT_RANGE, InputRange::parse),
            given(Setting.ACTIVATION, ScoreActivation::parse),
            given(Setting.ARCHITECTURE, file -> file)));
  }

  private Decoding decoding() {
    return Presets.asked(preset(), PublishedPreset.FALLBACK).decoding();
  }

  private Optional<String> preset() {
    Optional<Preset> named = given(Setting.PRESET, Presets::byName);
    Decoding decoding =
        parsed(Setting.ORIENTATION, word -> Decoding.of(word, text(Setting.TRUNCATED)));
    return decoding.asked(named.map(Preset::name));
  }

  private NetworkChoice choice() {
    Optional<String> model = given(Setting.MODEL, name -> ModelName.parse(name).toString());
    Optional<Double> alpha = given(Setting.ALPHA, Double::parseDouble);
    Optional<InputSize> resolution = given(Setting.RESOLUTION, InputSize::parse);
    try {
      return new NetworkChoice(model, alpha, resolution);
    } catch (IllegalArgumentException e) {
      throw new MobileSparkException(String.valueOf(e.getMessage()), e);
    }
  }

  BatchLimits batch() {
    return new BatchLimits(
        parsed(Setting.BATCH_ROWS, Integer::parseInt),
        parsed(Setting.BATCH_BYTES, Long::parseLong));
  }

  ImageLimits image() {
    return limits(values);
  }

  int topK() {
    int k = parsed(Setting.TOP_K, Integer::parseInt);
    if (k < 1) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s is 1 or more: %d", Setting.TOP_K.key(), k));
    }
    return k;
  }

  /** What of a picture's labels is named beside the best; empty for nothing. */
  Optional<LabelsAbove> labelsAbove() {
    int k = topK();
    return given(Setting.THRESHOLD, Float::parseFloat)
        .map(
            threshold -> {
              if (!(threshold > 0 && threshold <= 1)) {
                throw new MobileSparkException(
                    String.format(
                        Locale.ROOT,
                        "%s is above 0 and at most 1: %s",
                        Setting.THRESHOLD.key(),
                        text(Setting.THRESHOLD)));
              }
              return new LabelsAbove(threshold, k);
            });
  }

  /** Whether calls with both settings may share a batch. */
  boolean sharesBatchesWith(CallSettings other) {
    return batch().equals(other.batch())
        && image().equals(other.image())
        && decoding().equals(other.decoding());
  }

  /** For plans. */
  String summary() {
    return String.format(
            Locale.ROOT,
            "%s %s %s",
            text(Setting.MODEL),
            text(Setting.ALPHA),
            text(Setting.RESOLUTION))
        .strip();
  }

  private static Precision precision(String name) {
    return Arrays.stream(Precision.values())
        .filter(precision -> precision.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MobileSparkException(
                    String.format(Locale.ROOT, "precision is fp32 or bf16: '%s'", name)));
  }

  private String text(Setting setting) {
    return text(values, setting);
  }

  private static String text(EnumMap<Setting, String> values, Setting setting) {
    return values.getOrDefault(setting, setting.defaultValue());
  }

  private <T> Optional<T> given(Setting setting, Function<String, T> parse) {
    return text(setting).isEmpty() ? Optional.empty() : Optional.of(parsed(setting, parse));
  }

  private <T> T parsed(Setting setting, Function<String, T> parse) {
    return parsed(values, setting, parse);
  }

  private static <T> T parsed(
      EnumMap<Setting, String> values, Setting setting, Function<String, T> parse) {
    String text = text(values, setting);
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s is not a number: '%s'", setting.key(), text), e);
    } catch (IllegalArgumentException e) {
      throw new MobileSparkException(String.valueOf(e.getMessage()), e);
    }
  }
}

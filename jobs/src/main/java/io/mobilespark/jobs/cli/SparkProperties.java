// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Files of settings as spark-submit reads them: Java properties in UTF-8, keys of Spark only. */
final class SparkProperties {
  private SparkProperties() {}

  /**
   * Reads a file.
   *
   * @throws MobileSparkException when it cannot be read, or has another key than {@code spark.…},
   *     which spark-submit would leave out with a warning
   */
  static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException("The settings " + file + " cannot be read: " + e, e);
    }
    Map<String, String> settings = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (!key.startsWith("spark.")) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT, "The settings %s have the key %s; keys begin with spark.", file, key));
      }
      settings.put(key, properties.getProperty(key).strip());
    }
    return settings;
  }
}

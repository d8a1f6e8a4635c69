// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import io.mobilespark.MobileSparkException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws a labelled set of pictures, on all cores. Holds one picture per core in memory, however
 * many there are.
 */
public final class Generator {
  private Generator() {}

  /**
   * Draws a set. {@code labels.csv} is written last: where it lies, the set is whole.
   *
   * @throws MobileSparkException where the output is a file, not empty, or cannot be written
   */
  public static DrawnSet run(GenerateSettings settings) {
    try {
      createFolders(settings);
      long pictures =
          IntStream.range(0, settings.pictures())
              .parallel()
              .mapToLong(index -> draw(settings, index))
              .sum();
      long broken =
          IntStream.range(0, settings.broken())
              .parallel()
              .mapToLong(index -> spoil(settings, index))
              .sum();
      DrawnSet set =
          new DrawnSet(
              settings.output(), settings.pictures(), settings.broken(), pictures + broken);
      Files.write(set.classes(), DrawnSet.CLASSES);
      writeLabels(set.labels(), settings);
      return set;
    } catch (IOException e) {
      throw notWritable(settings, e.toString(), e);
    } catch (UncheckedIOException e) {
      throw notWritable(settings, String.valueOf(e.getMessage()), e);
    }
  }

  private static void createFolders(GenerateSettings settings) throws IOException {
    Path output = settings.output();
    if (Files.exists(output)) {
      try (Stream<Path> files = Files.list(output)) {
        if (files.findAny().isPresent()) {
          throw new MobileSparkException("the output folder is not empty: " + output);
        }
      } catch (NotDirectoryException e) {
        throw new MobileSparkException("the output is a file, not a folder: " + output, e);
      }
    }
    for (String label : DrawnSet.CLASSES) {
      Files.createDirectories(output.resolve(label));
    }
    if (settings.broken() > 0) {
      Files.createDirectories(output.resolve(BrokenFile.FOLDER));
    }
  }

  private static long draw(GenerateSettings settings, int index) {
    DrawnFile file = DrawnFile.of(settings.seed(), index);
    return write(settings.output().resolve(file.path()), file.bytes());
  }

  private static long spoil(GenerateSettings settings, int index) {
    BrokenFile kind = BrokenFile.of(index);
    return write(settings.output().resolve(kind.path(index)), kind.bytes(settings.seed(), index));
  }

  private static long write(Path path, byte[] bytes) {
    try {
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.length;
  }

  private static void writeLabels(Path path, GenerateSettings settings) throws IOException {
    try (BufferedWriter labels = Files.newBufferedWriter(path)) {
      labels.write("path,label\n");
      for (int index = 0; index < settings.pictures(); index++) {
        DrawnFile file = DrawnFile.of(settings.seed(), index);
        labels.write(file.path() + "," + file.label() + "\n");
      }
    }
  }

  private static MobileSparkException notWritable(
      GenerateSettings settings, String why, Exception cause) {
    return new MobileSparkException(
        "cannot write the drawings to " + settings.output() + ": " + why, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A folder of few pictures under very many names: two levels of links to folders, so that a hundred
 * million names take some thousand inodes.
 *
 * @param folder of links and manifests
 * @param originals the pictures' own names
 */
record ManyPictures(String folder, List<String> originals) implements Serializable {
  private static final int LINKS = 1000;

  /** A step without a factor that the number of names has: it goes through all, far from order. */
  private static final long STEP = 1_000_000_007L;

  /** Makes the links to a folder of pictures. */
  static ManyPictures of(Path folder, Path pictures) throws IOException {
    List<String> originals;
    try (Stream<Path> files = Files.list(pictures)) {
      originals =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .sorted()
              .limit(LINKS)
              .toList();
    }
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Path outer = Files.createDirectories(folder.resolve("outer"));
    for (int i = 0; i < LINKS; i++) {
      Files.createSymbolicLink(inner.resolve(three(i)), pictures);
      Files.createSymbolicLink(outer.resolve(three(i)), inner);
    }
    return new ManyPictures(folder.toString(), originals);
  }

  /** How many names there are. */
  long names() {
    return (long) LINKS * LINKS * originals.size();
  }

  /** A name, as a table has it; numbers beside each other are far from each other in order. */
  String name(long number) {
    if (number >= names()) {
      throw new IllegalArgumentException(
          originals.size() + " pictures have " + names() + " names, not " + (number + 1));
    }
    // Both factors are below 2^30 for a billion names.
    long place = number * (STEP % names()) % names();
    long link = place / originals.size();
    return String.join(
        "/",
        "file:" + folder + "/outer",
        three(link / LINKS),
        three(link % LINKS),
        originals.get((int) (place % originals.size())));
  }

  /** Writes a manifest of names. */
  Path manifest(String file, LongStream numbers) throws IOException {
    Path manifest = Path.of(folder, file);
    try (BufferedWriter writer = Files.newBufferedWriter(manifest)) {
      PrimitiveIterator.OfLong each = numbers.iterator();
      while (each.hasNext()) {
        writer.write(name(each.nextLong()) + "\n");
      }
    }
    return manifest;
  }

  private static String three(long number) {
    String digits = Long.toString(number);
    return "0".repeat(3 - digits.length()) + digits;
  }
}

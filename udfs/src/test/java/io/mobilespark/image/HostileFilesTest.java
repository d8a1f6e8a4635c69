// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every file of the collection of odd files ends as its manifest says. */
class HostileFilesTest {
  /** What the manifest calls unsupported. */
  private static final Set<String> DECODED_SINCE = Set.of("photo.webp", "photo.tiff");

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @Test
  void everyFileEndsAsTheManifestSays() throws IOException {
    Path folder = SharedFiles.require("golden/hostile");
    List<String> wrong = new ArrayList<>();
    List<Row> rows = rows(folder.resolve("manifest.csv"));
    for (Row row : rows) {
      DecodedImage image = decoder.decode(Files.readAllBytes(folder.resolve(row.file)));
      String outcome = outcome(image);
      boolean accepted =
          outcome.equals(DECODED_SINCE.contains(row.file) ? "classified" : row.expected)
              || row.alsoAccepted.contains(outcome);
      if (!accepted) {
        wrong.add(row.file + ": " + outcome + ", wanted " + row.expected + " " + image);
      } else if (image instanceof RgbImage rgb) {
        wrong.addAll(differences(row, rgb));
      }
    }
    assertThat(rows).hasSizeGreaterThanOrEqualTo(70);
    assertThat(wrong).isEmpty();
  }

  private static String outcome(DecodedImage image) {
    return image instanceof Unreadable unreadable ? unreadable.reason().name() : "classified";
  }

  private static List<String> differences(Row row, RgbImage image) {
    List<String> found = new ArrayList<>();
    String size = image.width() + "," + image.height();
    if (!row.size.equals(",") && !row.size.equals(size)) {
      found.add(row.file + ": size " + size + ", wanted " + row.size);
    }
    String sha256 = Pixels.sha256(image.rgb(), 3 * image.width() * image.height());
    if (!row.sha256.isEmpty() && !row.sha256.equals(sha256)) {
      found.add(row.file + ": other pixels");
    }
    return found;
  }

  /** Columns: file, what, expected, also_accepted, width, height, rgb_sha256, … */
  private static List<Row> rows(Path manifest) throws IOException {
    return Files.readAllLines(manifest).stream()
        .skip(1)
        .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
        .map(c -> new Row(c[0], c[2], Arrays.asList(c[3].split("\\|")), c[4] + "," + c[5], c[6]))
        .toList();
  }

  private record Row(
      String file, String expected, List<String> alsoAccepted, String size, String sha256) {}
}

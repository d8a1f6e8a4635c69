// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drawn sets: determinism, counts, labels and layout. */
final class GeneratorTest {
  @TempDir Path folder;

  @Test
  void sameSeedGivesSameBytesAndAnotherSeedOthers() throws IOException {
    Map<String, String> first = contents(draw("first", 40, 3, 5));
    assertThat(contents(draw("again", 40, 3, 5))).isEqualTo(first);

    Map<String, String> other = contents(draw("other", 40, 4, 5));
    assertThat(other.entrySet().stream().filter(e -> e.getValue().equals(first.get(e.getKey()))))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "classes.txt", "broken/empty-00000.jpg", "broken/text-00003.jpg");
  }

  @Test
  void pictureDoesNotDependOnHowManyThereAre() throws IOException {
    Map<String, String> few = contents(draw("few", 12, 3, 0));
    Map<String, String> many = contents(draw("many", 33, 3, 2));
    few.remove("labels.csv");
    assertThat(many).containsAllEntriesOf(few);
  }

  @Test
  void countsAndLabelsAreThoseOfTheFiles() throws IOException {
    DrawnSet set = draw("set", 53, 1, 7);

    assertThat(set.pictures()).isEqualTo(53);
    assertThat(set.broken()).isEqualTo(7);
    List<String> labels = Files.readAllLines(set.labels());
    assertThat(labels.get(0)).isEqualTo("path,label");
    assertThat(labels).hasSize(54).doesNotHaveDuplicates();
    long bytes = 0;
    for (String line : labels.subList(1, labels.size())) {
      String[] columns = line.split(",", -1);
      Path file = set.folder().resolve(columns[0]);
      assertThat(columns[0]).matches(columns[1] + "/" + columns[1] + "-\\d{5}\\.(jpg|png)");
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(image.getWidth()).isBetween(96, 320);
      assertThat(image.getHeight()).isBetween(96, 320);
      bytes += Files.size(file);
    }
    try (Stream<Path> broken = Files.list(set.folder().resolve("broken"))) {
      List<Path> files = broken.toList();
      assertThat(files).hasSize(7);
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    assertThat(set.bytes()).isEqualTo(bytes);
    assertThat(labels.stream().skip(1).collect(Collectors.groupingBy(l -> l.split(",", -1)[1])))
        .containsOnlyKeys(DrawnSet.CLASSES)
        .allSatisfy((label, lines) -> assertThat(lines).hasSizeBetween(5, 6));
    assertThat(Files.readAllLines(set.classes())).isEqualTo(DrawnSet.CLASSES);
  }

  @Test
  void withoutBrokenFilesThereIsNoFolderForThem() {
    assertThat(draw("set", 10, 1, 0).folder().resolve("broken")).doesNotExist();
  }

  @Test
  void refusesFolderWithFilesAndLeavesThemAlone() throws IOException {
    Path set = Files.createDirectory(folder.resolve("set"));
    Files.writeString(set.resolve("own"), "x");
    assertThatThrownBy(() -> draw("set", 10, 1, 0))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("not empty")
        .hasMessageContaining("set");
    assertThat(set.toFile().list()).containsExactly("own");
    assertThatThrownBy(() -> draw("set/own", 10, 1, 0))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("not a folder");
  }

  private DrawnSet draw(String name, int pictures, long seed, int broken) {
    return Generator.run(new GenerateSettings(folder.resolve(name), pictures, seed, broken));
  }

  private static Map<String, String> contents(DrawnSet set) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(set.folder())) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(
            set.folder().relativize(path).toString(),
            HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    }
    return contents;
  }
}

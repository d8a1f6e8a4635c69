// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The built-in list against anchors and against what others published. */
class ImageNetClassesTest {
  private final ClassList classes = ClassList.imagenet();

  @Test
  void aThousandSynsetsInAlphabeticalOrder() {
    List<String> labels = IntStream.range(0, classes.size()).mapToObj(classes::label).toList();
    assertThat(labels).hasSize(1000).isSorted().doesNotHaveDuplicates();
    assertThat(labels).allMatch(label -> label.matches("n\\d{8}"));
  }

  @Test
  void anchors() {
    assertThat(classes.label(0)).isEqualTo("n01440764");
    assertThat(classes.names(0)).containsExactly("tench", "Tinca tinca");
    assertThat(classes.label(65)).isEqualTo("n01751748");
    assertThat(classes.names(65)).containsExactly("sea snake");
    assertThat(classes.label(999)).isEqualTo("n15075141");
    assertThat(classes.name(999)).isEqualTo("toilet tissue");
    assertThat(classes.indexOf("n15075141")).hasValue(999);
  }

  @Test
  void namesAreNotUnique() {
    assertThat(classes.name(classes.indexOf("n02012849").orElseThrow())).isEqualTo("crane");
    assertThat(classes.name(classes.indexOf("n03126707").orElseThrow())).isEqualTo("crane");
  }

  @Test
  void equalsTheIndexThatKerasPublishes() throws IOException {
    JsonNode published =
        new ObjectMapper()
            .readTree(SharedFiles.require("data/labels/imagenet_class_index.json").toFile());
    assertThat(published).hasSize(1000);
    for (int index = 0; index < 1000; index++) {
      JsonNode entry = published.get(String.valueOf(index));
      assertThat(classes.label(index)).isEqualTo(entry.get(0).asText());
      assertThat(classes.name(index).replace(' ', '_')).isEqualTo(entry.get(1).asText());
    }
  }

  @Test
  void equalsThePublishedSynsetWords() throws IOException {
    List<String> published =
        Files.readAllLines(SharedFiles.require("data/labels/synset_words.txt"));
    List<String> own =
        IntStream.range(0, 1000)
            .mapToObj(index -> classes.label(index) + " " + String.join(", ", classes.names(index)))
            .toList();
    assertThat(own).isEqualTo(published);
  }
}

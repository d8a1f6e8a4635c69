// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.testing.SharedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The devkit's numbers, built in, from a mapping and from MATLAB. */
class DevkitIdsTest {
  private static DevkitIds read(String text) throws IOException {
    return DevkitIds.read(
        "map.txt", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anchors() {
    DevkitIds ids = DevkitIds.ilsvrc2012();
    assertThat(ids.size()).isEqualTo(1000);
    assertThat(ids.label(490)).isEqualTo("n01751748");
    assertThat(ids.index(490, ClassList.imagenet())).isEqualTo(65);
    assertThat(ids.index(490, ClassList.imagenet().withBackground())).isEqualTo(66);
    assertThat(ids.id("n01751748")).isEqualTo(490);
    assertThat(ids.fits(ClassList.imagenet())).isTrue();
    assertThat(ids.fits(ClassList.imagenet().withBackground())).isTrue();
  }

  @Test
  void linesAreIdAndWnid() throws IOException {
    DevkitIds ids = read("2 n02\r\n 1\tn01 \n1001 n03\n");
    assertThat(ids.size()).isEqualTo(2);
    assertThat(ids.label(2)).isEqualTo("n02");
  }

  @Test
  void refusalsNameTheLine() {
    refused("map.txt line 2: 'n02' is not an id and a wnid", "1 n01\nn02\n");
    refused("map.txt line 1: 'n01 1' is not an id and a wnid", "n01 1\n");
    refused("map.txt line 2: the id 1 stands there a second time", "1 n01\n1 n02\n");
    refused("map.txt has the id 3, but no 2", "1 n01\n3 n02\n");
    refused("map.txt gives n01 the ids 1 and 2", "1 n01\n2 n01\n");
    refused(
        "map.txt is a MATLAB file, but not the devkit's: no struct array synsets with"
            + " ILSVRC2012_ID and WNID could be read",
        "MATLAB 5.0 MAT-file, Platform: GLNXA64");
  }

  private static void refused(String message, String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(message);
  }

  @Test
  void labelsMustBeThoseOfTheClassList() throws IOException {
    ClassList two = ClassList.parse("two.txt", new StringReader("n01\nn02"));
    DevkitIds fitting = read("1 n02\n2 n01");
    assertThat(TruthReader.of(two).withDevkitIds(fitting).devkitIds()).isSameAs(fitting);
    DevkitIds other = read("1 n02\n2 n03\n3 n04");
    assertThatThrownBy(() -> TruthReader.of(two).withDevkitIds(other))
        .hasMessage("map.txt has 2 labels that two.txt lacks, n03 for one");
    DevkitIds fewer = read("1 n02");
    assertThatThrownBy(() -> TruthReader.of(two).withDevkitIds(fewer))
        .hasMessage("map.txt has 1 ids, but two.txt lists 2 classes");
  }

  @Test
  void theMappingAndMatlabSayTheSame() throws IOException {
    for (String name :
        new String[] {"ILSVRC2012_mapping.devkit_id_to_wnid.txt", "ILSVRC2012_devkit_meta.mat"}) {
      try (InputStream file = Files.newInputStream(SharedFiles.require("data/labels/" + name))) {
        DevkitIds ids = DevkitIds.read(name, file);
        assertThat(ids.size()).isEqualTo(1000);
        for (int id = 1; id <= 1000; id++) {
          assertThat(ids.label(id)).isEqualTo(DevkitIds.ilsvrc2012().label(id));
        }
      }
    }
  }
}

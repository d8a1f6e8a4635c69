// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ReaL sets on made-up files of the right length. */
class RealLabelsTest {
  /** Classes of the first validation pictures. */
  private static final List<Integer> FIRST =
      List.of(65, 970, 230, 809, 516, 57, 334, 415, 674, 332);

  private static RealLabels read(String json) throws IOException {
    return RealLabels.read(
        "real",
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        ClassList.imagenet());
  }

  private static List<String> sets() {
    List<String> sets = new ArrayList<>(Collections.nCopies(50_000, "[7]"));
    for (int i = 0; i < FIRST.size(); i++) {
      sets.set(i, "[" + FIRST.get(i) + "]");
    }
    return sets;
  }

  @Test
  void aPictureShowsTheClassesOfItsSet() throws IOException {
    List<String> sets = sets();
    sets.set(0, "[]");
    sets.set(1, "[970, 795]");
    sets.set(49_999, "[]");
    RealLabels real = read(sets.toString());
    assertThat(real.leftOut()).isEqualTo(2);
    assertThat(real.indices()).hasSize(49_998).doesNotContainKey("ILSVRC2012_val_00050000");
    assertThat(real.shows("ILSVRC2012_val_00000002", 795)).isTrue();
    assertThat(real.shows("ILSVRC2012_val_00000002", 796)).isFalse();
    assertThat(real.shows("ILSVRC2012_val_00000001", 65)).isFalse();
  }

  @Test
  void anotherOrderIsRefused() throws IOException {
    List<String> half = sets();
    for (int i = 0; i < 5; i++) {
      half.set(i, "[1]");
    }
    assertThat(read(half.toString()).indices()).hasSize(50_000);
    half.set(5, "[1]");
    refused("of 10 known validation pictures only 4 have their class", half.toString());
  }

  @Test
  void otherFilesAreRefused() {
    refused("real is not a JSON array of 50000 label sets, but ARRAY with 2 entries", "[[1], []]");
    refused("but OBJECT with 1 entries", "{\"0\": []}");
    refused("real is not JSON: line 2", "[[1],\n x");
    for (String label : List.of("1000", "-1", "1.5", "\"7\"", "[7]", "null")) {
      List<String> sets = sets();
      sets.set(20, "[" + label + "]");
      refused("ILSVRC2012_val_00000021 with " + label + ", which is no index", sets.toString());
    }
    List<String> flat = sets();
    flat.set(20, "7");
    refused("ILSVRC2012_val_00000021 with 7, which is no array", flat.toString());
  }

  private static void refused(String message, String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(message);
  }
}

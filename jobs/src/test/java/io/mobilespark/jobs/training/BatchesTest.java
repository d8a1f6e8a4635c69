// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mobilespark.tensorflow.FeatureBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
  @TempDir Path folder;

  /** Row r is of class r and has the features r, r + 0.5, r + 1, and so on. */
  private FeatureFile file(int rows, int width) throws IOException {
    FeatureFile file = new FeatureFile(folder.resolve("rows" + rows + "x" + width), width);
    for (int row = 0; row < rows; row++) {
      float[] features = new float[width];
      for (int i = 0; i < width; i++) {
        features[i] = row + i / 2f;
      }
      file.add(row, features);
    }
    file.flush();
    return file;
  }

  /** The rows as they come; every batch's features are checked to be its rows'. */
  private static List<Integer> rows(Batches batches, int width, List<Integer> sizes)
      throws IOException {
    List<Integer> rows = new ArrayList<>();
    while (batches.hasNext()) {
      FeatureBatch batch = batches.next();
      sizes.add(batch.rows());
      for (int row = 0; row < batch.rows(); row++) {
        rows.add(batch.classes()[row]);
        for (int i = 0; i < width; i++) {
          assertThat(batch.features()[row * width + i]).isEqualTo(batch.classes()[row] + i / 2f);
        }
      }
    }
    return rows;
  }

  @Test
  void inOrderGivesEveryRowOnce() throws IOException {
    try (FeatureFile file = file(1000, 7)) {
      List<Integer> sizes = new ArrayList<>();
      assertThat(rows(Batches.inOrder(file, 64), 7, sizes))
          .isEqualTo(IntStream.range(0, 1000).boxed().toList());
      assertThat(sizes).hasSize(16).endsWith(64, 1000 - 15 * 64);
    }
  }

  @Test
  void shufflingGivesEveryRowOnceInAnOrderOfSeedAndEpoch() throws IOException {
    try (FeatureFile file = file(700, 3)) {
      List<Integer> first = rows(Batches.shuffled(file, 32, 5, 1), 3, new ArrayList<>());
      assertThat(first).hasSize(700);
      assertThat(new HashSet<>(first)).hasSize(700);
      assertThat(first).isNotEqualTo(IntStream.range(0, 700).boxed().toList());
      assertThat(rows(Batches.shuffled(file, 32, 5, 1), 3, new ArrayList<>())).isEqualTo(first);
      assertThat(rows(Batches.shuffled(file, 50, 5, 1), 3, new ArrayList<>())).isEqualTo(first);
      assertThat(rows(Batches.shuffled(file, 32, 5, 2), 3, new ArrayList<>())).isNotEqualTo(first);
      assertThat(rows(Batches.shuffled(file, 32, 6, 1), 3, new ArrayList<>())).isNotEqualTo(first);
    }
  }

  /** Wide rows: two blocks fill the memory that a pass may take, and batches run across it. */
  @Test
  void shufflingInBoundedMemoryMixesBlocks() throws IOException {
    int width = 30_000;
    assertThat(Batches.heldBlocks(width)).isEqualTo(2);
    try (FeatureFile file = file(1100, width)) {
      List<Integer> sizes = new ArrayList<>();
      List<Integer> rows = rows(Batches.shuffled(file, 100, 1, 1), width, sizes);
      assertThat(new HashSet<>(rows)).hasSize(1100);
      assertThat(sizes).hasSize(11).containsOnly(100);
      assertThat(rows.subList(0, 512).stream().map(row -> row / Batches.BLOCK_ROWS).distinct())
          .hasSize(2);
    }
  }

  @Test
  void rowsAreOfOneWidth() throws IOException {
    try (FeatureFile file = file(1, 3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> file.add(0, new float[4]))
          .withMessageContaining("4");
    }
    assertThat(folder).isEmptyDirectory();
  }
}

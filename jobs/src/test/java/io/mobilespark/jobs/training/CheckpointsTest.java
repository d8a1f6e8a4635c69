// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.report.EpochFigures;
import io.mobilespark.jobs.training.Checkpoints.Checkpoint;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadState;
import io.mobilespark.tensorflow.HeadWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final HeadShape SHAPE = new HeadShape(4, 3, 2);

  @TempDir Path folder;

  private Checkpoints checkpoints() {
    return new Checkpoints(
        new org.apache.hadoop.fs.Path(folder.resolve("checkpoints").toUri()), new Configuration());
  }

  private static HeadProgress progress(int epochs) {
    HeadProgress progress = HeadProgress.start(HeadWeights.glorotUniform(SHAPE, 1));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      HeadState state =
          new HeadState(
              HeadWeights.glorotUniform(SHAPE, epoch),
              HeadWeights.glorotUniform(SHAPE, 100 + epoch),
              HeadWeights.glorotUniform(SHAPE, 200 + epoch),
              10L * epoch);
      double accuracy = epoch == 2 ? 0.75 : 0.5;
      progress = progress.with(state, new EpochFigures(epoch, 1.0 / 3, 0.1, 0.7, accuracy, 2.5));
    }
    return progress;
  }

  private static Map<String, String> facts(String... namesAndValues) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return facts;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.charAt(0) != '.')
          .toList();
    }
  }

  @Test
  void noneAtTheStart() throws IOException {
    assertThat(checkpoints().latest()).isEmpty();
  }

  @Test
  void theLastOneIsReadAsItWasWritten() throws IOException {
    Map<String, String> facts = facts("model", "m", "class 0", "é, \"b\"");
    checkpoints().write(facts, progress(2));
    checkpoints().write(facts, progress(3));
    Checkpoint read = checkpoints().latest().orElseThrow();
    assertThat(read.facts()).isEqualTo(facts);
    assertThat(read.progress()).isEqualTo(progress(3));
    assertThat(read.progress().best()).isEqualTo(HeadWeights.glorotUniform(SHAPE, 2));
    assertThat(names()).containsExactly("epoch-00003");
  }

  @Test
  void halfOfOneIsNoCheckpoint() throws IOException {
    checkpoints().write(facts(), progress(1));
    Files.write(folder.resolve("checkpoints/.epoch-00002.part"), new byte[20]);
    assertThat(checkpoints().latest().orElseThrow().progress().epochs()).hasSize(1);
  }

  @Test
  void damageIsOneLine() throws IOException {
    Files.createDirectories(folder.resolve("checkpoints"));
    Files.write(folder.resolve("checkpoints/epoch-00001"), new byte[] {0, 0, 0, 9, '{'});
    assertThatThrownBy(() -> checkpoints().latest())
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("epoch-00001 cannot be read");
  }

  @Test
  void aRunThatDiffersIsNotResumed() {
    Checkpoint checkpoint =
        new Checkpoint(facts("seed", "1", "class 0", "cat", "class 1", "dog"), progress(1));
    checkpoint.requireFacts(facts("seed", "1", "class 0", "cat", "class 1", "dog"));
    assertThatThrownBy(
            () -> checkpoint.requireFacts(facts("seed", "1", "class 0", "dog", "class 1", "cat")))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage("The run that is to be resumed had class 0 cat, found dog");
    assertThatThrownBy(() -> checkpoint.requireFacts(facts("seed", "1", "class 0", "cat")))
        .hasMessage("The run that is to be resumed had class 1 dog, found none");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.labels.ClassList;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedHeadTest {
  private static final List<String> LABELS =
      List.of("a, b", "#1", "say \"no\"", " lead", "n02123159");

  @TempDir Path folder;

  private final Configuration hadoop = new Configuration();

  private TrainedHead written() throws IOException {
    TrainedHead head =
        new TrainedHead(
            HeadWeights.glorotUniform(new HeadShape(6, 4, 5), 1),
            ClassList.of("the test's", LABELS),
            new TrainedHead.Base("mobilenet_v2_1.0_224_0123", "0".repeat(64), "squash", "0..255"));
    head.write(new org.apache.hadoop.fs.Path(folder.toUri()), hadoop);
    return head;
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    TrainedHead head = written();
    TrainedHead read = TrainedHead.read(folder.toString(), hadoop);
    assertThat(read.weights()).isEqualTo(head.weights());
    assertThat(read.base()).isEqualTo(head.base());
    assertThat(IntStream.range(0, 5).mapToObj(read.classes()::label)).isEqualTo(LABELS);
    assertThat(read.sha256()).isEqualTo(head.sha256()).hasSize(64);
  }

  @Test
  void anUnfinishedOneIsRefused() throws IOException {
    written();
    Files.delete(folder.resolve("head.json"));
    assertThatThrownBy(() -> TrainedHead.read(folder.toString(), hadoop))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("no finished head")
        .hasMessageContaining("head.json");
  }

  @Test
  void filesThatWereChangedAreRefused() throws IOException {
    written();
    List<String> lines = Files.readAllLines(folder.resolve("classes.csv"));
    Files.write(
        folder.resolve("classes.csv"),
        List.of(
            lines.get(0), lines.get(2), lines.get(1), lines.get(3), lines.get(4), lines.get(5)));
    assertThatThrownBy(() -> TrainedHead.read(folder.toString(), hadoop))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("classes.csv is not the file that head.json was written with");
    written();
    Files.write(folder.resolve("head.bin"), new byte[8]);
    assertThatThrownBy(() -> TrainedHead.read(folder.toString(), hadoop))
        .hasMessageContaining("head.bin is not the file");
  }

  @Test
  void anotherBasePresetOrOrderIsRefused() throws IOException {
    TrainedHead head = written();
    head.requireBase("mobilenet_v2_1.0_224_0123", "squash", InputRange.PIXELS);
    assertThatThrownBy(
            () -> head.requireBase("mobilenet_v2_1.0_224_9999", "squash", InputRange.PIXELS))
        .hasMessage(
            "The head was trained on features of mobilenet_v2_1.0_224_0123, found"
                + " mobilenet_v2_1.0_224_9999");
    assertThatThrownBy(
            () -> head.requireBase("mobilenet_v2_1.0_224_0123", "timm", InputRange.PIXELS))
        .hasMessageContaining("preset squash, found timm");
    assertThatThrownBy(
            () -> head.requireClasses(ClassList.of("list", List.of("#1", "a, b", "c", "d", "e"))))
        .hasMessage(
            "list is in another order than the head's classes: class 0 is #1 there and a, b here");
    assertThatThrownBy(() -> head.requireClasses(ClassList.of("list", List.of("a, b"))))
        .hasMessage("The head has 5 classes, but list lists 1");
    assertThatThrownBy(
            () -> head.requireBase("mobilenet_v2_1.0_224_0123", "squash", InputRange.UNIT))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "The head was trained on pixels of 0..255, found 0..1: give the --input-range of its"
                + " training");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** One session shared by threads, failures in one line, closing, memory. */
class GraphSessionTest {
  private static final SessionSettings SETTINGS = SessionSettings.ONE_CORE_PER_TASK;
  private static final int SIDE = 4;

  @Test
  void manyThreadsRunOneSessionAndEachGetsItsOwnAnswer() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (GraphSession session = GraphSession.open(meanOfBytes(), SETTINGS)) {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, 8).<Callable<Boolean>>mapToObj(n -> () -> ask(session, n)).toList();
      for (Future<Boolean> right : threads.invokeAll(tasks)) {
        assertThat(right.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void outputsComeInTheOrderAskedForRowsFirst() {
    try (GraphSession session = GraphSession.open(meanOfBytes(), SETTINGS);
        PixelTensor batch = PixelTensor.allocate(SampleType.UINT8, 2, SIDE, SIDE)) {
      batch.write(0, samples(10));
      batch.write(1, samples(20));
      List<float[]> outputs = session.run("input", batch, List.of("double", "mean"));
      assertThat(outputs.get(0)).containsExactly(20, 20, 20, 40, 40, 40);
      assertThat(outputs.get(1)).containsExactly(10, 10, 10, 20, 20, 20);
    }
  }

  @Test
  void aFailedRunSaysWhyInOneLine() {
    try (GraphSession session = GraphSession.open(meanOfBytes(), SETTINGS);
        PixelTensor right = PixelTensor.allocate(SampleType.UINT8, 1, SIDE, SIDE);
        PixelTensor floats = PixelTensor.allocate(SampleType.FLOAT32, 1, SIDE, SIDE)) {
      assertFails(session, "input", floats, "mean", "Inference failed: ");
      assertFails(session, "inptu", right, "mean", "inptu");
      assertFails(session, "input", right, "maen", "maen");
      right.write(0, samples(3));
      assertThat(session.run("input", right, List.of("mean")).get(0)).containsExactly(3, 3, 3);
    }
  }

  @Test
  void bytesThatAreNoGraphAreRefusedInOneLine() {
    byte[] graph = meanOfBytes();
    GraphDef unknownOperation =
        GraphDef.newBuilder()
            .addNode(NodeDef.newBuilder().setName("x").setOp("NoSuchOperation"))
            .build();
    for (byte[] bad :
        List.of(
            "not a graph".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(graph, graph.length - 7),
            unknownOperation.toByteArray())) {
      assertThatThrownBy(() -> GraphSession.open(bad, SETTINGS))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageStartingWith("TensorFlow refuses the graph: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aSavedModelThatIsNotThereIsRefusedInOneLine(@TempDir Path folder) {
    assertThatThrownBy(() -> GraphSession.openSavedModel(folder, "serve", SETTINGS))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void aClosedSessionRefusesToRunAndClosesAgain() {
    GraphSession session = GraphSession.open(meanOfBytes(), SETTINGS);
    session.close();
    try (PixelTensor batch = PixelTensor.allocate(SampleType.UINT8, 1, SIDE, SIDE)) {
      assertThatThrownBy(() -> session.run("input", batch, List.of("mean")))
          .isInstanceOf(IllegalStateException.class);
    }
    session.close();
  }

  @Test
  void nativeMemoryStaysFlatOverManyRuns() {
    try (GraphSession session = GraphSession.open(meanOfBytes(), SETTINGS)) {
      try (PixelTensor batch = PixelTensor.allocate(SampleType.UINT8, 64, SIDE, SIDE)) {
        NativeMemory growth = NativeMemory.growth(() -> runWide(session, batch, 300));
        assertThat(growth.pointers()).isLessThan(10);
        // 120 MB of output a round.
        assertThat(growth.bytes()).isLessThan(20L << 20);
      }
    }
  }

  @Test
  void sessionsThatAreOpenedAndClosedLeaveNothing() {
    NativeMemory growth = NativeMemory.growth(() -> openAndClose(15));
    assertThat(growth.pointers()).isLessThan(10);
    // 18 MB of graphs a round.
    assertThat(growth.bytes()).isLessThan(6L << 20);
  }

  /** 400 KB of output a run. */
  private static void runWide(GraphSession session, PixelTensor batch, int times) {
    for (int i = 0; i < times; i++) {
      session.run("input", batch, List.of("wide"));
    }
  }

  private static void openAndClose(int times) {
    byte[] graph = graph(100_000);
    for (int i = 0; i < times; i++) {
      GraphSession.open(graph, SETTINGS).close();
    }
  }

  private static boolean ask(GraphSession session, int thread) {
    boolean right = true;
    try (PixelTensor batch = PixelTensor.allocate(SampleType.UINT8, 3, SIDE, SIDE)) {
      for (int i = 0; i < 200; i++) {
        int value = (thread * 31 + i) % 256;
        batch.write(2, samples(value));
        float[] mean = session.run("input", batch, List.of("mean")).get(0);
        right &= mean.length == 9 && mean[6] == value && mean[8] == value;
      }
    }
    return right;
  }

  private static void assertFails(
      GraphSession session, String input, PixelTensor batch, String output, String says) {
    assertThatThrownBy(() -> session.run(input, batch, List.of(output)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(says)
        .hasMessageNotContaining("\n");
  }

  private static byte[] samples(int value) {
    byte[] samples = new byte[SIDE * SIDE * 3];
    Arrays.fill(samples, (byte) value);
    return samples;
  }

  private static byte[] meanOfBytes() {
    return graph(1_600);
  }

  /** The mean colour, twice it, and {@code wide} floats that grow with the batch. */
  private static byte[] graph(int wide) {
    GraphDefWriter graph = new GraphDefWriter();
    long side = SIDE;
    graph.placeholder("input", SampleType.UINT8, List.of(-1L, side, side, 3L));
    graph.castToFloat("floats", "input");
    graph.spatialMean("mean", "floats", false);
    graph.sum("double", "mean", "mean");
    graph.constant("matrix", new float[3 * (wide / 3)], List.of(3, wide / 3));
    graph.matrixProduct("wide", "mean", "matrix");
    return graph.toBytes();
  }
}

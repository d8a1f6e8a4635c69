// SPDX-License-Identifier: Apache-2.0
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * The bare inference of a MobileSpark task: bytes through the frozen graph to probabilities, in one
 * thread. For every line {@code BATCH SECONDS} on standard input it prints the pictures per second,
 * and per second of the processor. Arguments: model, weights, precision.
 */
final class InferenceLoop {
  private static final int SIDE = 224;
  private static final int WARM_UP = 3;

  private final FrozenGraph graph;
  private final GraphSession session;
  private final Random random = new Random(1);

  private InferenceLoop(FrozenGraph graph, SessionSettings settings) {
    this.graph = graph;
    this.session = GraphSession.open(graph.graphDef(), settings);
  }

  public static void main(String[] arguments) throws IOException {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse(arguments[0]), 1.0, SIDE);
    KerasWeights weights =
        KerasWeights.read(Path.of(arguments[1]), Network.of(spec, Head.CLASSIFIER));
    Precision precision = Precision.valueOf(arguments[2].toUpperCase());
    FrozenGraph graph =
        FrozenGraph.of(weights, SampleType.UINT8, Normalisation.MINUS_ONE_TO_ONE).in(precision);
    InferenceLoop loop =
        new InferenceLoop(graph, SessionSettings.ONE_CORE_PER_TASK.in(precision));
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] wish = line.split(" ");
      System.out.println(loop.rate(Integer.parseInt(wish[0]), Double.parseDouble(wish[1])));
    }
  }

  private String rate(int batch, double seconds) {
    try (PixelTensor input = PixelTensor.allocate(SampleType.UINT8, batch, SIDE, SIDE)) {
      byte[] samples = new byte[input.samplesPerPicture()];
      for (int picture = 0; picture < batch; picture++) {
        random.nextBytes(samples);
        input.write(picture, samples);
      }
      List<String> outputs = List.of(graph.softmaxName());
      for (int i = 0; i < WARM_UP; i++) {
        session.run(graph.inputName(), input, outputs);
      }
      ThreadMXBean thread = ManagementFactory.getThreadMXBean();
      long pictures = 0;
      long processor = thread.getCurrentThreadCpuTime();
      long started = System.nanoTime();
      long until = started + Math.round(seconds * 1e9);
      long now = started;
      while (now < until) {
        session.run(graph.inputName(), input, outputs);
        pictures += batch;
        now = System.nanoTime();
      }
      processor = thread.getCurrentThreadCpuTime() - processor;
      return pictures * 1e9 / (now - started) + " " + pictures * 1e9 / processor;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.jobs.benchmark.PartWorkers.Slice;
import io.mobilespark.jobs.report.Spread;
import io.mobilespark.source.PictureListing;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.testing.SharedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.tensorflow.Session;

/**
 * How fast the parts of the benchmark are beside what TensorFlow lets them be: decoding against a
 * bare loop over {@code DecodeJpeg}, inference against a bare loop over the same graph, in turns of
 * half a second; by the clock, and by the processor's time, which other processes hardly change. On
 * a quiet machine, and with JPEGs: {@code jobs/src/test/rates BareLoopRates DIR [PAIRS]}.
 */
public final class BareLoopRates {
  private static final long SLICE = 500_000_000L;
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int BATCH = 4;

  private final PreparedModel model;
  private final List<byte[]> sample;
  private final int pairs;

  private BareLoopRates(PreparedModel model, List<byte[]> sample, int pairs) {
    this.model = model;
    this.sample = sample;
    this.pairs = pairs;
  }

  /**
   * Measures and prints.
   *
   * @param arguments the pictures' folder, and pairs of turns
   */
  public static void main(String[] arguments) throws Exception {
    Configuration hadoop = new Configuration();
    PreparedModel model =
        ModelPreparation.prepare(
            new ModelSettings(
                "mobilenet_v2",
                1,
                224,
                SharedFiles.require("data/weights/mobilenet_v2_1.0_224-assembled.h5").toString(),
                ModelSettings.IMAGENET,
                Optional.of("squash")),
            hadoop);
    List<byte[]> sample =
        PictureSample.of(new PictureListing(hadoop).list(List.of(arguments[0])), hadoop).stream()
            .filter(bytes -> bytes[0] == (byte) 0xff)
            .toList();
    int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    BareLoopRates rates = new BareLoopRates(model, sample, pairs);
    rates.decoding();
    rates.inference();
  }

  private void decoding() {
    try (Predictor predictor = Predictor.open(model.network(), model.session());
        PartWorkers ours =
            new PartWorkers(CORES, new Parts(sample, predictor, model.preset())::decoding);
        PartWorkers bare = new PartWorkers(CORES, () -> BareLoops.decoding(sample))) {
      compare("decode", ours, bare);
    }
  }

  private void inference() throws Exception {
    ServedNetwork network = model.network();
    byte[] graph = ((FrozenNetwork) network).graph().in(model.precision()).graphDef();
    boolean floats = network.inputType() == SampleType.FLOAT32;
    long[] shape = {BATCH, network.height(), network.width(), 3};
    List<String> outputs = List.of(network.scores().logits(), network.scores().probabilities());
    try (Predictor predictor = Predictor.open(network, model.session());
        Session session = BareLoops.session(graph);
        PartWorkers ours =
            new PartWorkers(
                CORES, () -> new Parts(sample, predictor, model.preset()).inference(BATCH));
        PartWorkers bare =
            new PartWorkers(
                CORES,
                () -> BareLoops.inference(session, network.inputName(), floats, shape, outputs))) {
      compare("inference", ours, bare);
    }
  }

  private void compare(String what, PartWorkers ours, PartWorkers bare) {
    for (int threads : new TreeSet<>(List.of(1, CORES))) {
      ours.rate(threads, 4 * SLICE);
      bare.rate(threads, 4 * SLICE);
      List<Slice> ourSlices = new ArrayList<>();
      List<Slice> bareSlices = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        // Whichever is second meets a machine that is half a second older.
        if (i % 2 == 0) {
          ourSlices.add(ours.measure(threads, SLICE));
          bareSlices.add(bare.measure(threads, SLICE));
        } else {
          bareSlices.add(bare.measure(threads, SLICE));
          ourSlices.add(ours.measure(threads, SLICE));
        }
      }
      Spread clock = ratio(ourSlices, bareSlices, Slice::perSecond);
      Spread processor = ratio(ourSlices, bareSlices, Slice::perCpuSecond);
      System.out.printf(
          Locale.ROOT,
          "%s on %d of %d cores: %.1f pictures/s; of the bare loop %.3f by the clock (%.3f to"
              + " %.3f), %.3f by the processor's time (%.3f to %.3f), %d pairs%n",
          what,
          threads,
          CORES,
          Spread.of(ourSlices.stream().map(Slice::perSecond).toList()).median(),
          clock.median(),
          clock.low(),
          clock.high(),
          processor.median(),
          processor.low(),
          processor.high(),
          pairs);
    }
  }

  private static Spread ratio(List<Slice> ours, List<Slice> bare, ToDoubleFunction<Slice> rate) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(rate.applyAsDouble(ours.get(i)) / rate.applyAsDouble(bare.get(i)));
    }
    return Spread.of(ratios);
  }
}

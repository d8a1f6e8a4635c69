package io.mobilespark.jobs.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.jobs.benchmark.PartWorkers.Slice;
import io.mobilespark.jobs.report.Spread;
import io.mobilespark.jobs.source.PictureListing;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.testing.SharedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tensorflow.Session;

/**
 * Whether the parts of the benchmark are as fast as TensorFlow lets them be: decoding against a
 * bare loop over {@code DecodeJpeg}, inference against a bare loop over the same graph, in turns of
 * half a second; by the clock, and by the processor's time, which other processes hardly change.
 * Measured on a quiet machine, and by hand, with JPEGs:
 *
 * <pre>
 * mvn verify -pl udfs,jobs -Dtest=none -Dit.test=BareLoopsIT -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dmobilespark.rates.pictures=DIR
 * </pre>
 */
@EnabledIfSystemProperty(named = "mobilespark.rates.pictures", matches = ".+")
class BareLoopsIT {
  private static final int PAIRS = Integer.getInteger("mobilespark.rates.pairs", 20);
  private static final long SLICE = 500_000_000L;
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int BATCH = 4;

  @SuppressWarnings("NullAway.Init")
  private static PreparedModel model;

  @SuppressWarnings("NullAway.Init")
  private static List<byte[]> sample;

  @BeforeAll
  static void prepare() {
    Configuration hadoop = new Configuration();
    model =
        ModelPreparation.prepare(
            new ModelSettings(
                "mobilenet_v2",
                1,
                224,
                SharedFiles.require("data/weights/mobilenet_v2_1.0_224-assembled.h5").toString(),
                ModelSettings.IMAGENET,
                Optional.of("squash"),
                Optional.empty(),
                Precision.FP32),
            hadoop);
    List<String> pictures = List.of(System.getProperty("mobilespark.rates.pictures"));
    sample =
        PictureSample.of(new PictureListing(hadoop).list(pictures), hadoop).stream()
            .filter(bytes -> bytes[0] == (byte) 0xff)
            .toList();
    assertThat(new ImageDecoder(ImageLimits.DEFAULT).decode(sample.get(0))).isNotNull();
  }

  @Test
  void decodingIsThatOfDecodeJpeg() {
    try (Predictor predictor = Predictor.open(model.network(), model.session());
        PartWorkers ours =
            new PartWorkers(CORES, new Parts(sample, predictor, model.preset())::decoding);
        PartWorkers bare = new PartWorkers(CORES, () -> BareLoops.decoding(sample))) {
      compare("decode", ours, bare);
    }
  }

  @Test
  void inferenceIsThatOfTheGraph() throws Exception {
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

  private static void compare(String what, PartWorkers ours, PartWorkers bare) {
    for (int threads : new TreeSet<>(List.of(1, CORES))) {
      ours.rate(threads, 4 * SLICE);
      bare.rate(threads, 4 * SLICE);
      List<Slice> ourSlices = new ArrayList<>();
      List<Slice> bareSlices = new ArrayList<>();
      for (int i = 0; i < PAIRS; i++) {
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
          "%s on %d of %d cores: %.1f pictures/s; of the bare loop %.3f by the clock (%.3f to %.3f),"
              + " %.3f by the processor's time (%.3f to %.3f), %d pairs%n",
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
          PAIRS);
      assertThat(processor.median()).isBetween(0.97, 1.03);
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

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.MobileSparkException;
import io.mobilespark.inference.DeviceSteps;
import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Predictor;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.DeviceBenchmark;
import io.mobilespark.jobs.report.DeviceBenchmark.Limits;
import io.mobilespark.jobs.report.DeviceBenchmark.WithoutQueue;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.report.Spread;
import io.mobilespark.jobs.run.RunSummary;
import io.mobilespark.source.PictureListing;
import io.mobilespark.spark.DeviceRequest;
import io.mobilespark.spark.DeviceUse;
import io.mobilespark.spark.TaskDevice;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the parts of labelling on a device that all tasks share, each by itself, and {@code
 * label} as a whole, in turns; where the device is the CPU, {@code label} without the queue too;
 * and how often the device finds the class that the CPU finds in fp32.
 */
public final class DeviceBenchmarkJob {
  private static final long SLICE_NANOS = Duration.ofSeconds(1).toNanos();

  /** As the queue before a device has. */
  private static final int IN_FLIGHT = 2;

  private final SparkSession spark;
  private final LabelSettings label;
  private final int repetitions;
  private final Configuration hadoop;
  private final int cores;

  /**
   * A job on a local session, which stays the caller's.
   *
   * @param label the whole run; beside its output lies that of the CPU, with {@code -cpu} behind
   * @param repetitions whole runs, 1 or more
   * @throws MobileSparkException when the session is one of a cluster, whose machines nobody knows
   */
  public DeviceBenchmarkJob(SparkSession spark, LabelSettings label, int repetitions) {
    if (repetitions < 1) {
      throw new IllegalArgumentException("--repetitions is 1 or more: " + repetitions);
    }
    BenchmarkJob.requireLocal(spark);
    this.spark = spark;
    this.label = label;
    this.repetitions = repetitions;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.cores = spark.sparkContext().defaultParallelism();
  }

  /** Runs the benchmark; the first run on the device counts for nothing but the agreement. */
  public DeviceBenchmark run(ProgressListener progress) {
    Device device = TaskDevice.local(label.device()).device();
    PreparedModel model = ModelPreparation.prepareForGpu(label.models().get(0), hadoop);
    if (!(model.network() instanceof FrozenNetwork network)) {
      throw new MobileSparkException(
          "benchmark on a device wants weights in a .h5 file; a SavedModel's graph is not its own");
    }
    List<byte[]> sample = PictureSample.of(new PictureListing(hadoop).list(label.inputs()), hadoop);
    RunSummary exact = run(onCpu(Precision.FP32), progress);
    RunSummary last = run(label, progress);
    DeviceBenchmark.Agreement agreement =
        TopClassAgreement.of(spark, exact.output(), last.output());
    List<Limits> limits = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> inTasks = new ArrayList<>();
    try (Predictor predictor = Predictor.open(network, SessionSettings.ONE_CORE_PER_TASK);
        DeviceSteps steps =
            DeviceSteps.open(
                network,
                session(device, model.precision()),
                label.topK(),
                label.device().batchPictures());
        Workers workers = new Workers(new Parts(sample, predictor, model.preset()), steps, cores)) {
      for (int round = 0; round < repetitions; round++) {
        limits.add(workers.limits());
        if (device instanceof Device.Cpu) {
          inTasks.add(rate(run(onCpu(model.precision()), progress)));
        }
        last = run(label, progress);
        rates.add(rate(last));
      }
    }
    return new DeviceBenchmark(
        new DeviceBenchmark.Subject(
            model.id(),
            model.preset().name(),
            model.precision().toString(),
            device instanceof Device.Gpu gpu ? "GPU " + gpu.index() : "the CPU",
            cores,
            label.device().batchPictures(),
            repetitions),
        new Limits(
            median(limits, Limits::decode),
            median(limits, Limits::hostToDevice),
            median(limits, Limits::compute)),
        Spread.of(rates).median(),
        agreement,
        withoutQueue(rates, inTasks),
        last.device());
  }

  private static double rate(RunSummary run) {
    return run.manifest().pictures() / run.times().workSeconds();
  }

  private static Optional<WithoutQueue> withoutQueue(List<Double> queued, List<Double> inTasks) {
    if (inTasks.isEmpty()) {
      return Optional.empty();
    }
    List<Double> gains = new ArrayList<>();
    for (int round = 0; round < inTasks.size(); round++) {
      gains.add(queued.get(round) / inTasks.get(round));
    }
    return Optional.of(new WithoutQueue(Spread.of(inTasks).median(), Spread.of(gains)));
  }

  private RunSummary run(LabelSettings settings, ProgressListener progress) {
    return new LabelJob(spark, settings).run(List.of("benchmark"), progress);
  }

  private SessionSettings session(Device device, Precision precision) {
    return SessionSettings.ONE_CORE_PER_TASK
        .on(device)
        .in(precision)
        .compiled(label.device().xla());
  }

  private LabelSettings onCpu(Precision precision) {
    return new LabelSettings(
        label.source(),
        List.of(label.models().get(0).in(precision)),
        label.batch(),
        label.topK(),
        label.threshold(),
        new OutputSettings(label.output().uri() + "-cpu", true, label.output().compression()),
        label.commit(),
        new DeviceUse(DeviceRequest.parse("cpu"), 1, 0, false));
  }

  private static double median(List<Limits> limits, ToDoubleFunction<Limits> part) {
    return Spread.of(limits.stream().map(part::applyAsDouble).toList()).median();
  }

  /** The threads of all parts. */
  private static final class Workers implements AutoCloseable {
    private final PartWorkers decoding;
    private final PartWorkers preprocessing;
    private final PartWorkers copying;
    private final PartWorkers computing;

    Workers(Parts parts, DeviceSteps steps, int cores) {
      decoding = new PartWorkers(cores, parts::decoding);
      preprocessing = new PartWorkers(cores, parts::preprocessing);
      copying = new PartWorkers(IN_FLIGHT, () -> part(steps.copying()));
      computing = new PartWorkers(IN_FLIGHT, () -> part(steps.computing()));
    }

    Limits limits() {
      double decode = decoding.rate(SLICE_NANOS);
      double preprocess = preprocessing.rate(SLICE_NANOS);
      return new Limits(
          1 / (1 / decode + 1 / preprocess),
          copying.rate(SLICE_NANOS),
          computing.rate(SLICE_NANOS));
    }

    @Override
    public void close() {
      decoding.close();
      preprocessing.close();
      copying.close();
      computing.close();
    }

    private static Part part(DeviceSteps.Step step) {
      return new Part() {
        @Override
        public int run(int round) {
          return step.run();
        }

        @Override
        public void close() {
          step.close();
        }
      };
    }
  }
}

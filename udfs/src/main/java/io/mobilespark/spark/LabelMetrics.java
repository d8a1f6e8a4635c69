package io.mobilespark.spark;

import io.mobilespark.device.DeviceTimes;
import io.mobilespark.inference.Embedding;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.inference.StageTimes.Stage;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks report while they run, as accumulators: for progress and for times per stage. A task
 * that is tried again counts twice here, so counts of rows are taken from the table instead.
 */
public final class LabelMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The accumulator that counts pictures done, by name. */
  public static final String PICTURES = "mobilespark.pictures";

  private final LongAccumulator pictures;
  private final LongAccumulator rejected;
  private final LongAccumulator bytes;
  private final LongAccumulator batches;
  private final LongAccumulator modelLoads;
  private final StorageErrors storageErrors = new StorageErrors();
  private final DeviceMetrics device;
  private final DeviceNotes deviceNotes = new DeviceNotes();
  private final Map<Stage, LongAccumulator> stageNanos = new EnumMap<>(Stage.class);

  /** Registers the accumulators with a context. */
  public LabelMetrics(SparkContext spark) {
    pictures = spark.longAccumulator(PICTURES);
    rejected = spark.longAccumulator("mobilespark.rejected");
    bytes = spark.longAccumulator("mobilespark.bytes");
    batches = spark.longAccumulator("mobilespark.batches");
    modelLoads = spark.longAccumulator("mobilespark.modelLoads");
    spark.register(storageErrors, "mobilespark.storageErrors");
    device = new DeviceMetrics(spark);
    spark.register(deviceNotes, "mobilespark.deviceNotes");
    for (Stage stage : Stage.values()) {
      stageNanos.put(
          stage,
          spark.longAccumulator("mobilespark." + stage.name().toLowerCase(Locale.ROOT) + "Nanos"));
    }
  }

  void encoded(long encodedBytes) {
    bytes.add(encodedBytes);
  }

  void batch(List<Prediction> predictions, int models) {
    pictures.add((long) predictions.size() / models);
    rejected.add(
        predictions.stream().filter(p -> p instanceof Prediction.Rejected).count() / models);
    for (int i = 0; i < predictions.size(); i += models) {
      storageErrors.add(predictions.get(i));
    }
    batches.add(1L);
  }

  void embedded(List<Embedding> embeddings, long encodedBytes) {
    pictures.add((long) embeddings.size());
    rejected.add(embeddings.stream().filter(e -> e instanceof Prediction.Rejected).count());
    bytes.add(encodedBytes);
    batches.add(1L);
  }

  void task(StageTimes times, long loads) {
    stageNanos.forEach((stage, total) -> total.add(times.nanos(stage)));
    modelLoads.add(loads);
  }

  void device(DeviceTimes times, String note) {
    device.add(times);
    if (!note.isEmpty()) {
      deviceNotes.add(note);
    }
  }

  /** Batches of devices that tasks share: fill, waits, halvings. Read on the driver. */
  public DeviceTimes device() {
    return device.sum();
  }

  /** Why executors took the CPU where they were free to choose. Read on the driver. */
  public Set<String> deviceNotes() {
    return deviceNotes.value();
  }

  /** Seconds in each stage, summed over tasks. Read on the driver. */
  public Map<Stage, Double> stageSeconds() {
    Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    stageNanos.forEach((stage, total) -> seconds.put(stage, total.value() / 1e9));
    return seconds;
  }

  /** How many times an executor loaded a model. Read on the driver. */
  public long modelLoads() {
    return modelLoads.value();
  }

  /** Bytes of encoded pictures. Read on the driver. */
  public long bytes() {
    return bytes.value();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a benchmark of a device that tasks share measured. Rates are pictures per second of all
 * cores together, medians over the repetitions.
 *
 * @param subject what was measured
 * @param limits each part alone
 * @param endToEnd {@code label} from the first picture's reading to the committed table
 * @param agreement with the CPU in fp32
 * @param withoutQueue where the device is the CPU: the same computed in the tasks
 * @param device lines on what the tasks of the last run saw of the device
 */
public record DeviceBenchmark(
    Subject subject,
    Limits limits,
    double endToEnd,
    Agreement agreement,
    Optional<WithoutQueue> withoutQueue,
    List<String> device) {

  /**
   * What was measured.
   *
   * @param model name, alpha, resolution and the start of the weights' hash
   * @param preset the preprocessing
   * @param precision what the network computes in on the device
   * @param device what computes
   * @param cores threads of Spark and of decoding
   * @param batch pictures of a full batch on the device
   * @param repetitions whole runs
   */
  public record Subject(
      String model,
      String preset,
      String precision,
      String device,
      int cores,
      int batch,
      int repetitions) {}

  /**
   * What each part allows by itself.
   *
   * @param decode encoded bytes to samples, on all cores
   * @param hostToDevice samples to the device, two batches in flight
   * @param compute samples that are on the device to ranked classes, two batches in flight
   */
  public record Limits(double decode, double hostToDevice, double compute) {
    /** The least: they work at the same time. */
    public double least() {
      return Math.min(decode, Math.min(hostToDevice, compute));
    }
  }

  /**
   * How many pictures have the same best class on the device and on the CPU in fp32.
   *
   * @param equal of them
   * @param pictures that both classified
   */
  public record Agreement(long equal, long pictures) {
    double share() {
      return pictures == 0 ? Double.NaN : (double) equal / pictures;
    }
  }

  /**
   * The same model and precision computed in the tasks, in turns with the runs through the queue.
   *
   * @param endToEnd as of the whole
   * @param gain how many times as fast the queue is, in pairs of runs next to each other
   */
  public record WithoutQueue(double endToEnd, Spread gain) {}

  /** Copies the lines. */
  public DeviceBenchmark {
    device = List.copyOf(device);
  }

  /** {@code device.json}. */
  public String json() {
    return new JsonText()
        .put("model", subject.model)
        .put("preset", subject.preset)
        .put("precision", subject.precision)
        .put("device", subject.device)
        .put("cores", subject.cores)
        .put("batch", subject.batch)
        .put("repetitions", subject.repetitions)
        .put("decode_limit", limits.decode)
        .put("host_to_device_limit", limits.hostToDevice)
        .put("device_limit", limits.compute)
        .put("end_to_end", endToEnd)
        .put("ratio", endToEnd / limits.least())
        .put("without_queue", withoutQueue.map(WithoutQueue::endToEnd).orElse(null))
        .put("queue_gain", withoutQueue.map(other -> other.gain.median()).orElse(null))
        .put("same_top1", agreement.equal)
        .put("pictures", agreement.pictures)
        .put("seen", (Object) device)
        .toString();
  }

  /** {@code device.md}. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, preset %s, %s on %s in batches of %d, %d cores, median of %d%n%n",
            subject.model,
            subject.preset,
            subject.precision,
            subject.device,
            subject.batch,
            subject.cores,
            subject.repetitions));
    text.append(String.format(Locale.ROOT, "| limit | pictures/s |%n|---|---|%n"));
    row(text, "decode and preprocess", limits.decode);
    row(text, "host to device", limits.hostToDevice);
    row(text, "device", limits.compute);
    row(text, "end to end", endToEnd);
    text.append(
        String.format(
            Locale.ROOT,
            "%nEnd to end is %.3f of the least limit. The best class is that of the CPU in fp32 for"
                + " %,d of %,d pictures (%.2f %%).%n",
            endToEnd / limits.least(),
            agreement.equal,
            agreement.pictures,
            100 * agreement.share()));
    withoutQueue.ifPresent(
        other ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%nWithout the queue, in the tasks: %.1f pictures/s. The queue is %.2f times as"
                        + " fast (%.2f to %.2f).%n",
                    other.endToEnd,
                    other.gain.median(),
                    other.gain.low(),
                    other.gain.high())));
    device.forEach(line -> text.append(String.format(Locale.ROOT, "%nDevice: %s%n", line)));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, double rate) {
    text.append(String.format(Locale.ROOT, "| %s | %.1f |%n", name, rate));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.device.DeviceClient;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.PreparedPicture.Refused;
import io.mobilespark.inference.PreparedPicture.Sampled;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.labels.RankedClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Batches of encoded pictures in, one prediction per picture and network out, in order, by networks
 * that all tasks share: a task decodes and preprocesses the next batch while the device computes
 * the last. One per task, used by one thread; borrows the networks.
 */
public final class DeviceClassifier implements AutoCloseable {
  private final PictureDecoder decoder;
  private final List<Way> ways = new ArrayList<>();
  private final Deque<List<PreparedPicture>> pending = new ArrayDeque<>();

  /**
   * A network with the preprocessing it was frozen for.
   *
   * @param model stays the caller's
   * @param preset gives its samples
   */
  public record Asked(DeviceModel model, Preset preset) {}

  private record Way(InputSamples samples, DeviceClient<QueuedSamples, List<RankedClass>> client) {}

  /**
   * A classifier of one or several networks.
   *
   * @param killed whether the task should stop; asked while it waits
   */
  public DeviceClassifier(List<Asked> networks, ImageLimits images, BooleanSupplier killed) {
    this.decoder = new PictureDecoder(images, networks.stream().map(Asked::preset).toList());
    for (Asked asked : networks) {
      ways.add(
          new Way(
              new InputSamples(asked.model().network(), asked.preset()),
              asked.model().client(killed)));
    }
  }

  /**
   * Hands in the pictures of a batch, waiting for room in the queue. The batch may be cleared
   * afterwards.
   *
   * @throws CancellationException when the task is killed meanwhile
   */
  public void submit(RecordBatch batch, StageTimes times) throws InterruptedException {
    List<PreparedPicture> prepared = new ArrayList<>(batch.rows());
    for (int row = 0; row < batch.rows(); row++) {
      List<QueuedSamples> samples = new ArrayList<>(ways.size());
      prepared.add(decoder.prepare(batch, row, 0, image -> sample(image, samples), times));
      long start = System.nanoTime();
      for (int i = 0; i < samples.size(); i++) {
        ways.get(i).client.submit(samples.get(i));
      }
      times.add(Stage.INFER, start);
    }
    pending.add(prepared);
  }

  /** Pictures, refused ones too, whose predictions were not taken yet. */
  public int pendingPictures() {
    return pending.stream().mapToInt(List::size).sum();
  }

  /**
   * Waits for the predictions of the oldest batch that were not taken yet.
   *
   * @return rows x networks predictions: those of the first row first, in the networks' order
   * @throws CancellationException when the task is killed meanwhile
   */
  public List<Prediction> take(StageTimes times) throws InterruptedException {
    List<PreparedPicture> pictures = pending.remove();
    List<Prediction> predictions = new ArrayList<>(pictures.size() * ways.size());
    long start = System.nanoTime();
    for (PreparedPicture picture : pictures) {
      for (Way way : ways) {
        predictions.add(prediction(picture, way));
      }
    }
    times.add(Stage.INFER, start);
    return predictions;
  }

  /** What this task saw of the device so far, all networks together. */
  public DeviceTimes deviceTimes() {
    DeviceTimes sum = DeviceTimes.NONE;
    for (Way way : ways) {
      sum = sum.plus(way.client.times());
    }
    return sum;
  }

  /** Withdraws what waits for the device. */
  @Override
  public void close() {
    ways.forEach(way -> way.client.close());
  }

  private void sample(RgbImage image, List<QueuedSamples> samples) {
    ways.forEach(way -> samples.add(way.samples.queued(image)));
  }

  private static Prediction prediction(PreparedPicture picture, Way way)
      throws InterruptedException {
    return picture instanceof Sampled sampled
        ? new Classified(
            sampled.path(), sampled.width(), sampled.height(), way.client.next(), sampled.caveats())
        : ((Refused) picture).rejected();
  }
}

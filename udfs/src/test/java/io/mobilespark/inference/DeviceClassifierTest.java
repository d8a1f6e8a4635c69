// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.ColourGraph;
import io.mobilespark.testing.Png;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device's queue on the CPU: each task gets what the plain way gives it. */
@Timeout(120)
class DeviceClassifierTest {
  private static final ImageLimits IMAGES = new ImageLimits(10_000, 1 << 20);
  private static final BatchLimits BATCHES = new BatchLimits(5, 1 << 20);
  private static final int TOP_K = 2;

  @ParameterizedTest
  @CsvSource({"squash, false", "timm, false", "timm, true"})
  void tasksThatShareADeviceGetWhatEachGetsAlone(String preset, boolean wholeBatches)
      throws Exception {
    ServedNetwork network = ColourGraph.of(Presets.byName(preset).sampleType());
    ExecutorService tasks = Executors.newFixedThreadPool(4);
    try (DeviceModel model = open(network, wholeBatches)) {
      List<Future<DeviceTimes>> ends = new ArrayList<>();
      for (int task = 0; task < 4; task++) {
        ends.add(tasks.submit(task(model, network, preset, task)));
      }
      DeviceTimes sum = DeviceTimes.NONE;
      for (Future<DeviceTimes> end : ends) {
        sum = sum.plus(end.get());
      }
      assertThat(sum.pictures()).isEqualTo(4 * 35);
      assertThat(sum.batchPictures()).isEqualTo(sum.pictures());
      assertThat(sum.batchPlaces()).isEqualTo(sum.batches() * 8);
    } finally {
      tasks.shutdownNow();
    }
  }

  @Test
  void aKilledTaskStopsWaiting() throws Exception {
    try (DeviceModel model = open(ColourGraph.of(SampleType.FLOAT32), false);
        RecordBatcher batcher = new RecordBatcher("t", BATCHES, IMAGES.maxEncodedBytes());
        DeviceClassifier classifier =
            new DeviceClassifier(
                List.of(new DeviceClassifier.Asked(model, Presets.byName("squash"))),
                IMAGES,
                () -> true)) {
      batcher.add(picture(0, 1));
      assertThatThrownBy(() -> classifier.submit(batcher.batch(), new StageTimes()))
          .isInstanceOf(CancellationException.class);
    }
  }

  /** What is compiled is fed whole batches; on a CPU nothing is compiled. */
  private static DeviceModel open(ServedNetwork network, boolean wholeBatches) {
    return DeviceModel.open(
        network,
        SessionSettings.ONE_CORE_PER_TASK.compiled(wholeBatches),
        new DeviceModel.Feeding("test", TOP_K, 8),
        lost -> {});
  }

  private static Callable<DeviceTimes> task(
      DeviceModel model, ServedNetwork network, String preset, int task) {
    return () -> {
      List<FetchedPicture> pictures =
          IntStream.range(0, 40).mapToObj(i -> picture(task, i)).toList();
      try (DeviceClassifier classifier =
              new DeviceClassifier(
                  List.of(new DeviceClassifier.Asked(model, Presets.byName(preset))),
                  IMAGES,
                  () -> false);
          RecordBatcher batcher = new RecordBatcher("t", BATCHES, IMAGES.maxEncodedBytes())) {
        StageTimes times = new StageTimes();
        List<Prediction> found = new ArrayList<>();
        for (FetchedPicture picture : pictures) {
          batcher.add(picture);
          if (batcher.batch().rows() == BATCHES.maxRows()) {
            classifier.submit(batcher.batch(), times);
            batcher.clear();
          }
          if (classifier.pendingPictures() > 12) {
            found.addAll(classifier.take(times));
          }
        }
        while (classifier.pendingPictures() > 0) {
          found.addAll(classifier.take(times));
        }
        assertThat(found).isEqualTo(plain(network, preset, pictures));
        return classifier.deviceTimes();
      }
    };
  }

  private static List<Prediction> plain(
      ServedNetwork network, String preset, List<FetchedPicture> pictures) {
    try (Predictor predictor = Predictor.open(network, SessionSettings.ONE_CORE_PER_TASK);
        BatchClassifier classifier =
            new BatchClassifier(
                List.of(new BatchClassifier.Classifier(predictor, Presets.byName(preset))),
                new BatchClassifier.Limits(IMAGES, 40, TOP_K));
        RecordBatcher batcher =
            new RecordBatcher("p", new BatchLimits(40, 1 << 20), IMAGES.maxEncodedBytes())) {
      pictures.forEach(batcher::add);
      return classifier.classify(batcher.batch(), new StageTimes());
    }
  }

  /** Every eighth is no picture. */
  private static FetchedPicture picture(int task, int index) {
    String path = task + "/" + index;
    Color colour = new Color(index * 6, task * 60, 255 - index * 6);
    return index % 8 == 3
        ? new Unfetched(path, "IO_ERROR", "reset " + index)
        : new Encoded(path, Png.of(colour, 20 + index % 9, 24));
  }
}

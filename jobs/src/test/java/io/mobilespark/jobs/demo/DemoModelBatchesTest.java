// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.BatchClassifier;
import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.labels.RankedClass;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.ModelFamily;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.tensorflow.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained network's results in batches of every size up to 64. */
class DemoModelBatchesTest {
  private static final Preset PRESET = Presets.byName("squash");

  @TempDir private Path folder;

  @Test
  void noResultDependsOnTheBatch() {
    List<Encoded> pictures =
        IntStream.range(0, 70)
            .mapToObj(i -> DrawnFile.of(9, i))
            .map(file -> new Encoded(file.path(), file.bytes()))
            .toList();
    try (Predictor predictor =
        Predictor.open(new FrozenNetwork(graph()), SessionSettings.ONE_CORE_PER_TASK)) {
      List<Classified> one = classify(predictor, pictures, 1);
      assertThat(one).hasSize(70);
      for (int rows = 2; rows <= 64; rows++) {
        List<Classified> many = classify(predictor, pictures, rows);
        assertThat(many).hasSameSizeAs(one);
        for (int i = 0; i < one.size(); i++) {
          assertSame(many.get(i), one.get(i));
        }
      }
    }
  }

  private static void assertSame(Classified found, Classified wanted) {
    assertThat(found.path()).isEqualTo(wanted.path());
    assertThat(found.ranked())
        .extracting(RankedClass::index)
        .isEqualTo(wanted.ranked().stream().map(RankedClass::index).toList());
    for (int rank = 0; rank < wanted.ranked().size(); rank++) {
      float difference =
          found.ranked().get(rank).probability() - wanted.ranked().get(rank).probability();
      assertThat(Math.abs(difference)).isLessThan(1e-5f);
    }
  }

  private FrozenGraph graph() {
    ModelSpec spec =
        new ModelSpec(
            ModelFamily.MOBILENET_V1,
            DemoModel.ALPHA,
            DemoModel.RESOLUTION,
            DemoModel.RESOLUTION,
            DrawnSet.CLASSES.size(),
            false);
    KerasWeights weights =
        KerasWeights.read(DemoModel.unpack(folder), Network.of(spec, Head.CLASSIFIER));
    return FrozenGraph.of(weights, PRESET.sampleType(), PRESET.normalisation());
  }

  private static List<Classified> classify(
      Predictor predictor, List<Encoded> pictures, int batchRows) {
    ImageLimits images = ImageLimits.DEFAULT;
    BatchLimits limits = new BatchLimits(batchRows, 8 << 20);
    List<Prediction> predictions = new ArrayList<>();
    StageTimes times = new StageTimes();
    try (RecordBatcher batcher = new RecordBatcher("t", limits, 8 << 20);
        BatchClassifier classifier =
            new BatchClassifier(
                List.of(new BatchClassifier.Classifier(predictor, PRESET)),
                new BatchClassifier.Limits(images, batchRows, 3))) {
      for (Encoded picture : pictures) {
        if (!batcher.add(picture)) {
          predictions.addAll(classifier.classify(batcher.batch(), times));
          batcher.clear();
          batcher.add(picture);
        }
      }
      predictions.addAll(classifier.classify(batcher.batch(), times));
    }
    return predictions.stream().map(Classified.class::cast).toList();
  }
}

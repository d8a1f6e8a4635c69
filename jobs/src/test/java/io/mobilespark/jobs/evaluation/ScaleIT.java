// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.TruthFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many synthetic pictures, against a loop that counts them in one pass. By hand with more of them,
 * and with the tables kept for the command line:
 *
 * <pre>
 * mvn verify -pl udfs,jobs -Dtest=none -Dit.test=ScaleIT -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dmobilespark.scale.rows=10000000 -Dmobilespark.scale.folder=DIR
 * MOBILESPARK_JAVA_OPTS=-Xmx2g jobs/mobilespark evaluate --master 'local[2]' \
 *     --predictions DIR/predictions --truth DIR/truth --report DIR/report
 * </pre>
 */
final class ScaleIT {
  private static final long ROWS = Long.getLong("mobilespark.scale.rows", 100_000);

  @TempDir Path temporary;

  @Test
  void figuresAreThoseOfASinglePass() {
    Path folder =
        Optional.ofNullable(System.getProperty("mobilespark.scale.folder"))
            .map(Path::of)
            .orElse(temporary);
    ScaleData data = new ScaleData(ROWS);
    AtomicLong shuffledBytes = new AtomicLong();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      if (!Files.exists(folder.resolve("truth"))) {
        data.write(spark, folder);
      }
      spark.sparkContext().addSparkListener(shuffleBytes(shuffledBytes));
      ClassList classes = ClassList.imagenet();
      PredictionTable table =
          PredictionTable.open(spark, folder.resolve("predictions").toString(), Optional.empty());
      Truth truth =
          new TruthSource(spark, TruthSettings.of(folder.resolve("truth").toString()))
              .read(classes);
      assertThat(truth.format()).isEqualTo(TruthFormat.named("parquet-wnid"));
      assertThat(table.counting(classes)).isSameAs(classes);

      assertSame(Evaluator.evaluate(truth, table, classes, Optional.empty()), data.singlePass());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Key, five classes, five probabilities of the predictions, and key and class of the truth.
    assertThat(shuffledBytes.get() / (double) ROWS).isLessThan(150);
  }

  private static void assertSame(Evaluation evaluation, ScaleData.Figures expected) {
    Evaluation.Counts counts = evaluation.counts();
    assertThat(counts.images()).isEqualTo(expected.images);
    assertThat(counts.rejected().count()).isEqualTo(expected.rejected);
    assertThat(counts.missing().count()).isEqualTo(expected.missing);
    assertThat(counts.surplus().count()).isEqualTo(ScaleData.SURPLUS);
    assertThat(evaluation.top1()).isEqualTo(new Share(expected.hits, expected.images));
    assertThat(evaluation.top5()).contains(new Share(expected.hitsInFive, expected.images));
    assertThat(evaluation.perClass())
        .extracting(ClassFigures::support)
        .containsExactlyElementsOf(Arrays.stream(expected.support).boxed().toList());
    assertThat(evaluation.perClass())
        .extracting(ClassFigures::hits)
        .containsExactlyElementsOf(Arrays.stream(expected.classHits).boxed().toList());
    assertThat(evaluation.calibration().truncated()).isEqualTo(expected.truncated);
    assertThat(evaluation.calibration().ece().orElseThrow())
        .isCloseTo(expected.ece(), within(1e-9));
    assertThat(evaluation.mistakes()).hasSize(ConfidentMistakes.MOST);
  }

  private static SparkListener shuffleBytes(AtomicLong bytes) {
    return new SparkListener() {
      @Override
      public void onStageCompleted(SparkListenerStageCompleted stage) {
        bytes.addAndGet(stage.stageInfo().taskMetrics().shuffleWriteMetrics().bytesWritten());
      }
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Figures of independent labels are scikit-learn's, stored by evaluation_reference.py. */
final class LabelReferenceIT {
  private static final Offset<Double> CLOSE = within(1e-9);
  private static SparkSession spark =
      SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();

  @BeforeAll
  static void fewPartitions() {
    spark.conf().set("spark.sql.shuffle.partitions", "3");
  }

  @AfterAll
  static void close() throws IOException {
    spark.close();
  }

  @Test
  void figuresAreThoseOfScikitLearn() throws IOException {
    int cases = 0;
    for (JsonNode expected : reference()) {
      LabelCase pictures =
          new LabelCase(expected.get("pictures").asInt(), expected.get("labels").asInt());
      float threshold = (float) expected.get("threshold").asDouble();
      LabelEvaluation found = judge(pictures, pictures.table(spark), threshold).evaluation();
      assertThat(found.perLabel()).hasSize(pictures.labels());
      for (LabelFigures label : found.perLabel()) {
        int i = label.index();
        assertThat(label.support()).isEqualTo(expected.get("support").get(i).asLong());
        assertSame(label.averagePrecision(), expected.get("average_precision").get(i));
        assertSame(label.precision(), expected.get("precision").get(i));
        assertSame(label.recall(), expected.get("recall").get(i));
        assertSame(label.f1(), expected.get("f1").get(i));
      }
      assertSame(found.meanAveragePrecision(), expected.get("map"));
      assertSame(found.microF1(), expected.get("micro_f1"));
      assertSame(found.macroF1(), expected.get("macro_f1"));
      assertSame(found.exact().value(), expected.get("exact_match"));
      cases++;
    }
    assertThat(cases).isEqualTo(3);
  }

  /**
   * What has no row counts in the recall: half of the pictures gone, no figure can be over half.
   */
  @Test
  void missingPicturesAreGivenNoLabel() {
    LabelCase pictures = new LabelCase(500, 6);
    PredictionTable whole = pictures.table(spark);
    PredictionTable half =
        new PredictionTable(
            "half", "m", "p", whole.rows().filter(functions.col("path").lt("/p/p00250")));
    LabelJudgement judgement = judge(pictures, half, 0.5f);
    assertThat(judgement.match()).isEqualTo(new NameMatch(250, 500, 250, 1));
    assertThat(judgement.evaluation().counts().missing().count()).isEqualTo(250);
    for (LabelFigures label : judgement.evaluation().perLabel()) {
      LabelFigures all = judge(pictures, whole, 0.5f).evaluation().perLabel().get(label.index());
      assertThat(label.support()).isEqualTo(all.support());
      assertThat(label.averagePrecision().orElse(0)).isLessThan(0.56);
      assertThat(label.recall().orElse(0)).isLessThan(0.56);
    }
  }

  /** Truth of more pictures than were labelled gives the figures of the truth of these alone. */
  @Test
  void onlyWhatWasLabelledIsJudgedWhereThatIsAskedFor() {
    LabelCase labelled = new LabelCase(250, 6);
    PredictionTable table = labelled.table(spark);
    LabelJudgement more =
        LabelEvaluator.judge(
            new LabelCase(500, 6).truth(spark),
            table,
            ClassList.of("labels", labelled.names()),
            0.5f,
            true);
    LabelEvaluation alone = judge(labelled, table, 0.5f).evaluation();
    assertThat(more.match()).isEqualTo(new NameMatch(250, 500, 250, 1));
    assertThat(more.evaluation().counts().unlabelled().count()).isEqualTo(250);
    assertThat(more.evaluation().counts().missing().count()).isZero();
    assertThat(more.evaluation().counts().images()).isEqualTo(250);
    assertThat(more.evaluation().perLabel()).isEqualTo(alone.perLabel());
    assertThat(more.evaluation().exact()).isEqualTo(alone.exact());
    assertThat(alone.meanAveragePrecision().orElseThrow()).isBetween(0.5, 1.0);
  }

  @Test
  void aTableWithoutAllLabelsIsRefused() {
    LabelCase pictures = new LabelCase(20, 6);
    PredictionTable few =
        new PredictionTable(
            "few",
            "m",
            "p",
            pictures
                .table(spark)
                .rows()
                .withColumn("predictions", functions.slice(functions.col("predictions"), 1, 5)));
    assertThatThrownBy(() -> judge(pictures, few, 0.5f))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "few keeps 5 of 6 labels of a picture, and average precision needs the probabilities"
                + " of all: label the pictures with --top-k 6");
  }

  /** A picture is right where it is given its labels and no others. */
  @Test
  void comparedByExactMatches() {
    LabelCase pictures = new LabelCase(200, 4);
    PredictionTable table = pictures.table(spark);
    ClassList classes = ClassList.of("labels", pictures.names());
    Truth truth = pictures.truth(spark);
    ComparedTables same = Evaluator.compareLabels(truth, table, table, classes, 0.5f);
    Share exact = judge(pictures, table, 0.5f).evaluation().exact();
    assertThat(exact.hits()).isBetween(1L, 199L);
    assertThat(same.comparison().a()).isEqualTo(exact);
    assertThat(same.comparison().onlyA() + same.comparison().onlyB()).isZero();
    PredictionTable first =
        new PredictionTable(
            "first",
            "m",
            "p",
            table
                .rows()
                .withColumn("predictions", functions.slice(functions.col("predictions"), 1, 1)));
    assertThatThrownBy(() -> Evaluator.compareLabels(truth, table, first, classes, 0.1f))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "first does not keep all labels that reach the threshold, for 200 pictures: label them"
                + " with --top-k 4");
  }

  private static LabelJudgement judge(LabelCase pictures, PredictionTable table, float threshold) {
    return LabelEvaluator.judge(
        pictures.truth(spark), table, ClassList.of("labels", pictures.names()), threshold, false);
  }

  private static void assertSame(OptionalDouble found, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found.orElseThrow()).isCloseTo(expected.asDouble(), CLOSE);
    }
  }

  private static JsonNode reference() throws IOException {
    try (InputStream json =
        Objects.requireNonNull(
            LabelReferenceIT.class.getResourceAsStream("reference.json"), "reference.json")) {
      return new ObjectMapper().readTree(json).get("labels");
    }
  }
}

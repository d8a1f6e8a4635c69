// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.model.TinyModel;
import io.mobilespark.spark.ClassifiedPictures;
import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.TestTable;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark ML asks of transformers, and the rows they give. */
@SuppressWarnings("NullAway.Init")
class TransformersTest {
  @TempDir private static Path folder;
  private static TestTable table;
  private static SparkSession spark;

  @BeforeAll
  static void start() throws Exception {
    table = TestTable.in(folder);
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    ExecutorModels.shared().closeIdle();
  }

  @Test
  void rowsKeepTheirColumnsAndOrderAndGetWhatLabelGives() throws Exception {
    List<Row> labelled = ClassifiedPictures.of(spark, table);
    Dataset<Row> output = classifier().transform(table.rows(spark, 3));
    assertThat(output.columns())
        .containsExactly("id", "path", "content", "prediction", "predictions", "error");
    List<Row> found = output.collectAsList();
    assertThat(found).hasSize(TestTable.ROWS);
    for (int i = 0; i < TestTable.ROWS; i++) {
      Row row = found.get(i);
      assertThat(row.getInt(0)).isEqualTo(i);
      assertThat(row.<byte[]>getAs(2)).isEqualTo(TestTable.picture(i));
      assertThat(row.get(4)).isEqualTo(labelled.get(i).get(1));
      assertThat(row.get(5)).isEqualTo(labelled.get(i).get(2));
      assertThat(row.isNullAt(3)).isNotEqualTo(TestTable.isPicture(i));
      if (TestTable.isPicture(i)) {
        assertThat(row.getDouble(3)).isEqualTo(row.<Row>getList(4).get(0).getInt(0));
      }
    }
  }

  @Test
  void labelsAboveAThresholdAreAColumn() throws Exception {
    Dataset<Row> rows = table.rows(spark, 2);
    List<Row> all = classifier().setTopK(99).transform(rows).collectAsList();
    // The second best of the first picture reaches it.
    float least = all.get(0).<Row>getList(4).get(1).getFloat(3);
    MobileNetClassifier some = classifier().setTopK(1).setThreshold(least).setLabelsCol("tags");
    Dataset<Row> output = some.transform(rows);
    assertThat(output.columns()).endsWith("predictions", "error", "tags");
    List<Row> found = output.collectAsList();
    int several = 0;
    for (int i = 0; i < TestTable.ROWS; i++) {
      assertThat(found.get(i).isNullAt(6)).isNotEqualTo(TestTable.isPicture(i));
      if (TestTable.isPicture(i)) {
        List<String> wanted =
            all.get(i).<Row>getList(4).stream()
                .filter(each -> each.getFloat(3) >= least)
                .map(each -> each.getString(1))
                .toList();
        assertThat(found.get(i).<String>getList(6)).isEqualTo(wanted);
        assertThat(found.get(i).getList(4)).hasSize(1);
        several += wanted.size() > 1 ? 1 : 0;
      }
    }
    assertThat(several).isPositive();
    assertThatThrownBy(() -> classifier().setThreshold(0)).hasMessageContaining("threshold");
  }

  @Test
  void aValueThatIsNoneIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> classifier().setOrientation("left"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The param orientation is one of: stored, exif; found 'left'");
    assertThatThrownBy(() -> embedder().setOutputType("list"))
        .hasMessageContaining("outputType is one of: vector, array");
  }

  /** As Connect's server does. */
  @Test
  void transformersAreFoundAsServicesAndTellWhatTheirParamsHold() {
    assertThat(
            ServiceLoader.load(Transformer.class).stream()
                .map(ServiceLoader.Provider::type)
                .filter(type -> type.getName().startsWith("io.mobilespark.")))
        .containsExactlyInAnyOrder(MobileNetClassifier.class, MobileNetEmbedder.class);
    for (MobileNetTransformer transformer : List.of(classifier(), embedder())) {
      assertThat(transformer.params())
          .hasSizeGreaterThan(20)
          .allMatch(param -> param.dataClass() != null);
    }
  }

  @Test
  void featuresAreAVectorOrAnArray() {
    Dataset<Row> rows = table.rows(spark, 2);
    List<Row> vectors = embedder().transform(rows).collectAsList();
    List<Row> arrays = embedder().setOutputType("array").transform(rows).collectAsList();
    for (int i = 0; i < TestTable.ROWS; i++) {
      assertThat(vectors.get(i).isNullAt(3)).isNotEqualTo(TestTable.isPicture(i));
      if (TestTable.isPicture(i)) {
        double[] vector = vectors.get(i).<Vector>getAs(3).toArray();
        List<Float> array = arrays.get(i).getList(3);
        assertThat(vector).hasSize(TinyModel.FEATURES);
        assertThat(array).hasSize(TinyModel.FEATURES);
        assertThat(array.get(17)).isEqualTo((float) vector[17]);
      } else {
        assertThat(vectors.get(i).getString(4)).isEqualTo("UNSUPPORTED_FORMAT");
      }
    }
  }

  @Test
  void nullContentHasNoPredictionButAReason() {
    Dataset<Row> rows =
        table.rows(spark, 1).selectExpr("id", "if(id = 1, null, content) content").limit(3);
    List<Row> classified = classifier().transform(rows).collectAsList();
    List<Row> embedded = embedder().transform(rows).collectAsList();
    for (int i = 0; i < 3; i++) {
      assertThat(classified.get(i).isNullAt(2)).as("prediction %d", i).isEqualTo(i == 1);
      assertThat(embedded.get(i).isNullAt(2)).as("features %d", i).isEqualTo(i == 1);
    }
    assertThat(classified.get(1).getString(4)).isEqualTo("EMPTY");
    assertThat(embedded.get(1).getString(3)).isEqualTo("EMPTY");
  }

  @Test
  void paramsAreCopiedAndSurviveStorage() throws Exception {
    MobileNetClassifier classifier = classifier().setTopK(2).setBatchRows(7).setPreset("timm");
    MobileNetClassifier copy = classifier.copy(new ParamMap().put(classifier.topK().w(3)));
    assertThat(copy.uid()).isEqualTo(classifier.uid());
    assertThat(copy.getOrDefault(copy.topK())).isEqualTo(3);
    assertThat(classifier.getOrDefault(classifier.topK())).isEqualTo(2);
    assertThat(copy.getOrDefault(copy.batchRows())).isEqualTo(7);
    String path = folder.resolve("classifier").toString();
    classifier.save(path);
    assertSameParams(MobileNetClassifier.load(path), classifier);
    String other = folder.resolve("embedder").toString();
    embedder().save(other);
    MobileNetEmbedder loaded = MobileNetEmbedder.load(other);
    assertThat(loaded.getOrDefault(loaded.outputType())).isEqualTo("vector");
  }

  @Test
  void aPipelineOfBothIsStoredAndRuns() throws Exception {
    PipelineModel pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {classifier(), embedder().setErrorCol("embedding_error")})
            .fit(table.rows(spark, 1));
    String path = folder.resolve("pipeline").toString();
    pipeline.write().overwrite().save(path);
    Dataset<Row> rows = table.rows(spark, 2);
    assertThat(PipelineModel.load(path).transform(rows).collectAsList())
        .isEqualTo(pipeline.transform(rows).collectAsList());
  }

  @Test
  void aWrongSchemaIsSaidWithColumnAndType() {
    Dataset<Row> rows = table.rows(spark, 1);
    assertThatThrownBy(() -> classifier().setInputCol("path").transformSchema(rows.schema()))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage("Column 'path' is string, wanted binary");
    assertThatThrownBy(() -> classifier().setInputCol("image").transform(rows))
        .hasMessageContaining("no column 'image' of type binary, only struct<id:int,path:string");
    assertThatThrownBy(() -> embedder().setOutputCol("id").transform(rows))
        .hasMessageContaining("Column 'id' is there already (int)");
    assertThatThrownBy(() -> new MobileNetClassifier().transform(rows))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("needs its param 'weights'");
  }

  @Test
  void paramsCheckThemselvesAndExplainThemselves() {
    assertThatThrownBy(() -> classifier().setTopK(0)).hasMessageContaining("topK");
    assertThatThrownBy(() -> classifier().setOrientation("left"))
        .hasMessageContaining("orientation");
    assertThatThrownBy(() -> classifier().setModel("resnet")).hasMessageContaining("model");
    assertThatThrownBy(() -> classifier().setAlpha(0)).hasMessageContaining("alpha");
    for (Param<?> param : new MobileNetEmbedder().params()) {
      assertThat(param.doc()).isNotBlank();
    }
    assertThat(new MobileNetClassifier().explainParams()).contains("mobilenet_v3_small");
  }

  @Test
  void aStreamGoesOnWhereItWasStopped() throws Exception {
    Path input = folder.resolve("stream");
    Path output = folder.resolve("streamed");
    Dataset<Row> rows = table.rows(spark, 1);
    rows.filter("id < 15").write().parquet(input.toString());
    stream(input, output, rows);
    assertThat(spark.read().parquet(output.toString()).count()).isEqualTo(15);
    rows.filter("id >= 15").write().mode("append").parquet(input.toString());
    stream(input, output, rows);
    List<Row> streamed = spark.read().parquet(output.toString()).orderBy("id").collectAsList();
    assertThat(streamed).isEqualTo(classifier().transform(rows).orderBy("id").collectAsList());
  }

  private static void stream(Path input, Path output, Dataset<Row> like) throws Exception {
    StreamingQuery query =
        classifier()
            .transform(spark.readStream().schema(like.schema()).parquet(input.toString()))
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .option("path", output.toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
  }

  private static void assertSameParams(MobileNetClassifier found, MobileNetClassifier wanted) {
    assertThat(found.uid()).isEqualTo(wanted.uid());
    for (Param<?> param : wanted.params()) {
      assertThat(found.isDefined(param)).as(param.name()).isEqualTo(wanted.isDefined(param));
      if (wanted.isDefined(param)) {
        assertThat((Object) found.getOrDefault(param))
            .as(param.name())
            .isEqualTo(wanted.getOrDefault(param));
      }
    }
  }

  private static MobileNetClassifier classifier() {
    return new MobileNetClassifier()
        .setModel(TinyModel.NAME)
        .setAlpha(TinyModel.ALPHA)
        .setResolution(TinyModel.RESOLUTION)
        .setWeights(table.file("tiny.h5"))
        .setClasses(table.file("classes.txt"));
  }

  private static MobileNetEmbedder embedder() {
    return new MobileNetEmbedder()
        .setModel(TinyModel.NAME)
        .setAlpha(TinyModel.ALPHA)
        .setResolution(TinyModel.RESOLUTION)
        .setWeights(table.file("tiny.h5"));
  }
}

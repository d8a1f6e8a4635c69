// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.inference.Output;
import io.mobilespark.model.TinyModel;
import io.mobilespark.spark.ml.MobileNetEmbedder;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.SentModels;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag$;

/** In sessions whose serializer is Kryo, as that of many clusters is. */
@SuppressWarnings("NullAway.Init")
class KryoTest {
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

  @TempDir private static Path folder;
  private static TestTable table;
  private static SparkSession spark;
  private static List<Row> wanted;

  @BeforeAll
  static void start() throws Exception {
    table = TestTable.in(folder);
    spark = table.session();
    wanted = classified();
    spark.stop();
    spark = table.session(Map.of("spark.serializer", KRYO));
  }

  private static List<Row> classified() {
    return spark
        .sql(
            "SELECT c.predictions, c.error FROM"
                + " (SELECT id, mobilenet_classify(content) c FROM t) ORDER BY id")
        .collectAsList();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    ExecutorModels.shared().closeIdle();
  }

  @Test
  void functionsAndTransformersGiveTheSameRows() {
    assertThat(SparkEnv.get().serializer().getClass().getName()).isEqualTo(KRYO);
    List<Row> found = classified();
    assertThat(found).hasSize(TestTable.ROWS).isEqualTo(wanted);
    MobileNetEmbedder embedder =
        new MobileNetEmbedder()
            .setModel(TinyModel.NAME)
            .setAlpha(TinyModel.ALPHA)
            .setResolution(TinyModel.RESOLUTION)
            .setWeights(table.file("tiny.h5"));
    List<Row> features = embedder.transform(table.rows(spark, 3)).repartition(2).collectAsList();
    assertThat(features).hasSize(TestTable.ROWS);
    features.forEach(
        row -> assertThat(row.isNullAt(3)).isNotEqualTo(TestTable.isPicture(row.getInt(0))));
  }

  /** A session of one JVM keeps what is sent: on a cluster it is written and read. */
  @Test
  void whatIsSentToExecutorsArrivesThere() {
    Object sent =
        SentModels.shared()
            .send(
                spark.sparkContext(),
                new ModelSettings(
                    TinyModel.NAME,
                    TinyModel.ALPHA,
                    TinyModel.RESOLUTION,
                    table.file("tiny.h5"),
                    table.file("classes.txt"),
                    Optional.empty()),
                Set.of(Output.SCORES))
            .network()
            .network()
            .value();
    SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
    ByteBuffer written = serializer.serialize(sent, ClassTag$.MODULE$.apply(Object.class));
    Object read = serializer.deserialize(written, ClassTag$.MODULE$.apply(Object.class));
    assertThat(read).hasSameClassAs(sent);
  }
}

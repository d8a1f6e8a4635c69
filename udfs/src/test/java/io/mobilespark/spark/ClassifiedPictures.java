// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.spark.ClassifySplit.SentModel;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.tensorflow.SessionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** The rows of {@code label}, in the order of the pictures. */
public final class ClassifiedPictures {
  private ClassifiedPictures() {}

  /** The table's pictures by its model. */
  public static List<Row> of(SparkSession spark, TestTable table) throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    PreparedModel model =
        ModelPreparation.prepare(
            new ModelSettings(
                "mobilenet_v1",
                0.25,
                32,
                table.file("tiny.h5"),
                table.file("classes.txt"),
                Optional.empty()),
            context.hadoopConfiguration());
    ClassifySplit work =
        new ClassifySplit(
            context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
            List.of(
                new SentModel(
                    context.broadcast(model.network()),
                    new PredictionRows(model.classes(), model.id(), model.preset().name()),
                    model.precision())),
            new ClassifySplit.Limits(BatchLimits.DEFAULT, ImageLimits.DEFAULT, 5),
            SessionSettings.ONE_CORE_PER_TASK,
            new LabelMetrics(spark.sparkContext()));
    long[] lengths = new long[TestTable.ROWS];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Files.size(Path.of(table.pictures().get(i)));
    }
    return spark
        .createDataFrame(
            context
                .parallelize(List.<PictureSplit>of(new ObjectSplit(table.pictures(), lengths)), 1)
                .flatMap(work),
            PredictionRows.SCHEMA)
        .collectAsList();
  }
}

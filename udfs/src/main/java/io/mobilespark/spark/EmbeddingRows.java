// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.inference.Embedding;
import io.mobilespark.inference.Embedding.Embedded;
import io.mobilespark.inference.Prediction.Rejected;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The only mapping between embeddings and rows.
 *
 * @param model for the column of that name: name, alpha, resolution, start of the weights' hash
 * @param preset the preprocessing's name
 * @param halves whether features are written as half floats: a binary column, little-endian IEEE
 *     754 binary16, which NumPy reads as {@code numpy.frombuffer(features, "<f2")}. Spark has no
 *     type for them; as an array of shorts they would look like numbers that they are not.
 * @param keepLabel whether the label that a picture's source gives is kept
 */
public record EmbeddingRows(String model, String preset, boolean halves, boolean keepLabel)
    implements Serializable {
  /** The column of features: {@code array<float>}, or {@code binary} of half floats. */
  public static final String FEATURES = "features";

  /** The columns of the table. */
  public StructType schema() {
    DataType features =
        halves ? DataTypes.BinaryType : DataTypes.createArrayType(DataTypes.FloatType, false);
    StructType schema =
        new StructType()
            .add("path", DataTypes.StringType, false)
            .add(FEATURES, features, true)
            .add("error", DataTypes.StringType, true)
            .add("error_detail", DataTypes.StringType, true)
            .add("width", DataTypes.IntegerType, true)
            .add("height", DataTypes.IntegerType, true)
            .add("model", DataTypes.StringType, false)
            .add("preset", DataTypes.StringType, false);
    return keepLabel ? schema.add("source_label", DataTypes.StringType, true) : schema;
  }

  Row row(Embedding embedding, Optional<String> label) {
    List<@Nullable Object> cells = new ArrayList<>(9);
    cells.add(embedding.path());
    if (embedding instanceof Embedded embedded) {
      cells.add(halves ? HalfFloats.toBytes(embedded.features()) : boxed(embedded.features()));
      cells.add(null);
      cells.add(embedded.caveats().missing().orElse(null));
      cells.add(embedded.width());
      cells.add(embedded.height());
    } else if (embedding instanceof Rejected rejected) {
      cells.add(null);
      cells.add(rejected.reason().name());
      cells.add(rejected.detail());
      cells.add(null);
      cells.add(null);
    }
    cells.add(model);
    cells.add(preset);
    if (keepLabel) {
      cells.add(label.orElse(null));
    }
    return RowFactory.create(cells.toArray());
  }

  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.inference.Output;
import io.mobilespark.spark.PredictionRows;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The functions that a network answers. */
enum CallKind {
  /** Ranked classes, or the reason why there are none. */
  CLASSIFY("mobilenet_classify", Output.SCORES),
  /** Pooled features; null where there are none. */
  EMBED("mobilenet_embed", Output.FEATURES);

  private static final StructType CLASSIFIED =
      new StructType(
          Arrays.stream(new String[] {"predictions", "error", "error_detail", "width", "height"})
              .map(PredictionRows.SCHEMA::apply)
              .toArray(StructField[]::new));
  private static final StructType WITH_LABELS =
      CLASSIFIED.add(PredictionRows.schema(true, false).apply(PredictionRows.LABELS));
  private static final DataType EMBEDDED = DataTypes.createArrayType(DataTypes.FloatType, false);

  private final String function;
  private final Output output;

  CallKind(String function, Output output) {
    this.function = function;
    this.output = output;
  }

  /** The name in SQL. */
  String function() {
    return function;
  }

  /** What the network is asked for. */
  Output output() {
    return output;
  }

  /**
   * Of a result: the columns of {@link PredictionRows} that are of the picture, or an array.
   *
   * @param labels whether all labels above a threshold are named
   */
  DataType type(boolean labels) {
    return switch (this) {
      case CLASSIFY -> labels ? WITH_LABELS : CLASSIFIED;
      case EMBED -> EMBEDDED;
    };
  }
}

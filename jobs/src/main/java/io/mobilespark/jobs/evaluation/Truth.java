// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.labels.TruthFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The class of every picture, or its independent labels.
 *
 * @param uri where it was read
 * @param format the convention that it was read by
 * @param recognition what that was recognised from, for the user
 * @param pictures of the schema {@link #PICTURES}, or {@link #LABEL_SETS}
 */
public record Truth(String uri, TruthFormat format, String recognition, Dataset<Row> pictures) {
  /** A picture's path, URI or name as it stands there, and its class index. */
  public static final StructType PICTURES =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("truth", DataTypes.IntegerType, false);

  /** A picture's path, URI or name as it stands there, and the indices of its labels, each once. */
  public static final StructType LABEL_SETS =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("truth", DataTypes.createArrayType(DataTypes.IntegerType, false), false);
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of a picture. */
final class PictureColumns {
  static final String PATH = "path";
  static final String CONTENT = "content";
  static final String LENGTH = "length";
  static final String MODIFIED = "modified";
  static final String LABEL = "label";
  static final String ERROR = "error";
  static final String ERROR_DETAIL = "error_detail";

  /** All of them, in order. */
  static final StructType SCHEMA =
      new StructType()
          .add(PATH, DataTypes.StringType, false)
          .add(CONTENT, DataTypes.BinaryType)
          .add(LENGTH, DataTypes.LongType)
          .add(MODIFIED, DataTypes.TimestampType)
          .add(LABEL, DataTypes.StringType)
          .add(ERROR, DataTypes.StringType)
          .add(ERROR_DETAIL, DataTypes.StringType);

  /** Those that are known of a loose picture once it is listed. */
  static final Set<String> LISTED = Set.of(PATH, LENGTH, MODIFIED, LABEL);

  private PictureColumns() {}
}

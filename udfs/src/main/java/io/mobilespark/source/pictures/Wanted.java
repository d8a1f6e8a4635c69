// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What of pictures a query asks for.
 *
 * @param columns in this order
 * @param filters that a row has to pass
 * @param limit of rows; {@link #NO_LIMIT} where there is none
 */
record Wanted(StructType columns, PictureFilters filters, long limit)
    implements Serializable {
  /** The limit where there is none. */
  static final long NO_LIMIT = Long.MAX_VALUE;

  List<String> names() {
    return Arrays.asList(columns.fieldNames());
  }

  /** Whether a column is handed out or decides what is. */
  boolean needs(String column) {
    return names().contains(column) || filters.needs(column);
  }

  /** Whether nothing has to be read of loose pictures whose lengths are known. */
  boolean isListed() {
    return PictureColumns.LISTED.containsAll(names());
  }

  boolean needsContent() {
    return names().contains(PictureColumns.CONTENT);
  }

  /** For plans. */
  String text() {
    return "PushedFilters: "
        + filters.text()
        + (limit == NO_LIMIT ? "" : ", PushedLimit: " + limit)
        + ", Columns: "
        + names()
        + (isListed() ? ", loose pictures are listed only" : "");
  }
}

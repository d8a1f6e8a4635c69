// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A folder for the rows of each label. The label itself is a column of the files: of what stands in
 * folders' names readers make numbers and dates, and the same of none and of an empty one.
 *
 * @param column the label's in the files
 * @param label where it comes from
 */
record LabelFolders(String column, Column label) {
  /** What folders are named by. */
  static final String FOLDER = "label_folder";

  private static final String SOURCE_LABEL = "source_label";
  private static final String TOP_LABEL = "top_label";

  /**
   * Labels that name a folder as they are. Names have 255 bytes at most, of which each byte of a
   * label may take three, and not every machine can write all letters. The one left out here is
   * that of labels which are null or empty.
   */
  private static final String PLAIN = "^(?!__HIVE_DEFAULT_PARTITION__\\z)[ -~]{1,80}\\z";

  /** The label that the source carries, or the best one where it carries none. */
  static LabelFolders of(StructType schema) {
    return Set.of(schema.fieldNames()).contains(SOURCE_LABEL)
        ? new LabelFolders(SOURCE_LABEL, col(SOURCE_LABEL))
        : new LabelFolders(TOP_LABEL, expr("get(predictions, 0).label"));
  }

  /** The rows with their label, and the name of its folder. */
  Dataset<Row> named(Dataset<Row> rows) {
    Column text = col(column);
    Column hashed =
        concat(regexp_replace(substring(text, 1, 16), "[^ -~]", "_"), lit("-"), sha2(text, 256));
    return rows.withColumn(column, label)
        .withColumn(
            FOLDER,
            when(text.rlike(PLAIN), text)
                // A task could not write both: they would lie in the same file.
                .when(text.equalTo(""), lit(null))
                .otherwise(hashed));
  }

  /**
   * Checks that rows which are added will lie as those that are there: readers overlook files
   * beside folders.
   *
   * @param wanted whether rows are to lie in folders
   * @param replaces whether rows that are there are to be replaced
   * @throws MobileSparkException when they would not
   */
  static void requireSame(Workplace place, boolean wanted, boolean replaces) throws IOException {
    Set<String> names = new TreeSet<>();
    boolean beside = false;
    for (FileStatus child : place.fileSystem().listStatus(place.target())) {
      String name = child.getPath().getName();
      beside |= child.isFile() && name.endsWith(".parquet");
      if (child.isDirectory() && name.indexOf('=') > 0) {
        names.add(name.substring(0, name.indexOf('=')));
      }
    }
    if (!names.isEmpty() && !names.equals(Set.of(FOLDER))) {
      throw refused(
          place, "its rows lie in folders by " + String.join(", ", names) + ", not by " + FOLDER);
    }
    if (replaces && !names.isEmpty()) {
      throw refused(
          place,
          "its rows lie in folders by label, where --retry-errors replaces none: leave it out");
    }
    if (!wanted && !names.isEmpty()) {
      throw refused(place, "its rows lie in folders by label: name --partition-by-label");
    }
    if (wanted && beside) {
      throw refused(place, "its rows lie in no folders by label: leave --partition-by-label out");
    }
  }

  private static MobileSparkException refused(Workplace place, String why) {
    return new MobileSparkException(
        String.format(Locale.ROOT, "The output %s cannot be added to: %s", place.target(), why));
  }
}

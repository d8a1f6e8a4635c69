// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.internal.connector.SupportsPushDownCatalystFilters;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Takes from Spark what need not be listed, read or handed out. */
final class PicturesScanBuilder
    implements SupportsPushDownRequiredColumns,
        SupportsPushDownCatalystFilters,
        SupportsPushDownLimit {
  private final PicturesOptions options;
  private StructType columns = PictureColumns.SCHEMA;
  private PictureFilters filters = PictureFilters.NONE;
  private long limit = Wanted.NO_LIMIT;

  PicturesScanBuilder(PicturesOptions options) {
    this.options = options;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  /** Those that only reading tells are left to Spark. */
  @Override
  public Seq<Expression> pushFilters(Seq<Expression> asked) {
    List<Expression> taken = new ArrayList<>();
    List<Expression> left = new ArrayList<>();
    for (Expression each : CollectionConverters.asJava(asked)) {
      (PictureFilters.takes(each) ? taken : left).add(each);
    }
    filters = new PictureFilters(taken);
    return CollectionConverters.asScala(left).toSeq();
  }

  /** Plans are told by the scan's description. */
  @Override
  public Predicate[] pushedFilters() {
    return new Predicate[0];
  }

  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  /** Every task ends at the limit by itself. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    return new PicturesScan(options, new Wanted(columns, filters, limit));
  }
}

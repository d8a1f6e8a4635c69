// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** {@code spark.read().format("pictures")}. Made by Spark. */
public final class PicturesProvider implements TableProvider, DataSourceRegister {
  /** What Spark calls it. */
  static final String NAME = "pictures";

  /** Made by Spark. */
  public PicturesProvider() {}

  @Override
  public String shortName() {
    return NAME;
  }

  /**
   * The same columns for all.
   *
   * @throws io.mobilespark.MobileSparkException when an option is none, or has a wrong value
   */
  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    PicturesOptions.parse(options);
    return PictureColumns.SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new PicturesTable(PicturesOptions.parse(new CaseInsensitiveStringMap(properties)));
  }
}

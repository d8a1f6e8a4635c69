// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Pictures as a table.
 *
 * @param options where they are
 */
record PicturesTable(PicturesOptions options) implements SupportsRead {
  @Override
  public String name() {
    return PicturesProvider.NAME + " " + options.place();
  }

  /** Spark before 4.2 asks no other method for the columns. */
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return PictureColumns.SCHEMA;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ignored) {
    return new PicturesScanBuilder(options);
  }
}

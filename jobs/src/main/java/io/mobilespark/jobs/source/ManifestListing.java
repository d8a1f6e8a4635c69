// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.FileName;
import io.mobilespark.source.Manifest;
import io.mobilespark.source.ManifestLines;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes a run's list of a manifest. A large one is read by executors.
 *
 * @param manifest names the pictures
 */
record ManifestListing(Manifest manifest) {
  /** What the driver reads sooner than a job would; about as many lines as it would list. */
  private static final long FEW_BYTES = 8L << 20;

  /** Of a line, or of a row of a table, to guess how many there are. */
  private static final long LINE_BYTES = 40;

  /**
   * Makes the run's list, with {@link io.mobilespark.storage.ObjectSplit#UNKNOWN} for lengths that
   * the manifest does not give.
   *
   * @throws MobileSparkException when it cannot be read, is empty or names a picture twice
   */
  RunList list(RunListing listing) {
    return list(listing, FEW_BYTES);
  }

  RunList list(RunListing listing, long fewBytes) {
    try {
      long bytes = manifest.bytes();
      // Spark leaves out files that are hidden.
      if (bytes <= fewBytes || FileName.isHiddenFolder(manifest.path().getName())) {
        return listing.ofFew(manifest.read(), false);
      }
      return many(listing, bytes);
    } catch (MobileSparkException e) {
      throw e;
    } catch (Exception e) {
      throw manifest.unreadable(e);
    }
  }

  private RunList many(RunListing listing, long bytes) throws IOException {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(listing.spark().sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(listing.spark().sparkContext().hadoopConfiguration()));
    Dataset<Row> files =
        manifest
            .lines()
            .mapPartitions(
                new ManifestLines(hadoop, manifest.uri(), listing.kinds()),
                Encoders.row(RunListing.FILES));
    List<WrittenList> written = listing.write(files, bytes / LINE_BYTES);
    for (WrittenList file : written) {
      if (!file.noUri().isEmpty()) {
        throw manifest.noUri(file.noUri().get(0));
      }
      if (!file.twice().isEmpty()) {
        throw manifest.twice(file.twice().get(0));
      }
    }
    if (written.isEmpty()) {
      throw manifest.empty();
    }
    return listing.store(written, false);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.Manifest;
import io.mobilespark.source.FileKinds;
import io.mobilespark.source.Access;
import io.mobilespark.source.PictureFile;
import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.source.SourceKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a run reads.
 *
 * @param list the files
 * @param source how they are read
 */
public record RunInput(RunList list, PictureSource source) {
  /**
   * Finds out what there is, and stores the list.
   *
   * @param folder of lists
   * @param run whose list it becomes
   * @param listed told now and then how many files were found so far
   * @throws MobileSparkException when something is not there or cannot be read, or there is nothing
   */
  public static RunInput list(
      SparkSession spark, SourceSettings settings, Path folder, String run, LongConsumer listed) {
    RunListing listing = new RunListing(spark, settings, folder, run);
    if (settings.kind() == SourceKind.NAMED_TABLE) {
      return ofTable(listing, TableSource.named(spark, settings));
    }
    if (settings.kind() == SourceKind.TABLE && settings.columns().format().isPresent()) {
      return ofTable(listing, TableSource.loaded(spark, settings));
    }
    if (settings.kind() == SourceKind.MANIFEST) {
      Manifest manifest =
          new Manifest(spark, settings.inputs().get(0), settings.columns().manifest());
      return ofFiles(spark, new ManifestListing(manifest).list(listing));
    }
    try {
      return ofInputs(
          listing,
          settings,
          new ListedInputs(listing, listed).find(settings.inputs(), settings.rules().allFiles()));
    } catch (IOException e) {
      throw new MobileSparkException("The list of the run cannot be written: " + e, e);
    }
  }

  private static RunInput ofInputs(
      RunListing listing, SourceSettings settings, ListedInputs.Found found) throws IOException {
    SparkSession spark = listing.spark();
    boolean besides = settings.rules().allFiles();
    if (found.many().isEmpty()) {
      List<PictureFile> tables =
          found.few().stream().filter(file -> FileKinds.isTable(file.path())).toList();
      if (isTable(settings, tables.size() == found.few().size())) {
        return ofTable(listing, TableSource.of(spark, settings, tables));
      }
      List<PictureFile> files = new ArrayList<>(found.few());
      LeftOut leftOut = found.leftOut();
      if (!besides) {
        files.removeAll(tables);
        for (PictureFile table : tables) {
          leftOut = leftOut.plus(LeftOut.Reason.SIDE_FILE, table.path());
        }
      }
      return ofFiles(spark, listing.ofFew(files, false).leavingOut(leftOut));
    }
    RunListing.Sorted sorted = listing.sort(found, besides || settings.kind() == SourceKind.TABLE);
    RunList list = listing.store(sorted.files(), false).leavingOut(sorted.leftOut());
    return isTable(settings, sorted.files().stream().allMatch(file -> file.tables() == file.rows()))
        ? ofTable(
            listing,
            TableSource.of(
                spark,
                settings,
                files(list).stream().filter(file -> FileKinds.isTable(file.path())).toList()))
        : ofFiles(spark, list);
  }

  private static boolean isTable(SourceSettings settings, boolean byNames) {
    return settings.kind() == SourceKind.TABLE || (settings.kind() == SourceKind.AUTO && byNames);
  }

  private static RunInput ofFiles(SparkSession spark, RunList list) {
    new Access(spark.sparkContext().hadoopConfiguration()).check(list.index().sample());
    return new RunInput(list, new FileSource(spark));
  }

  /**
   * Reads the list that an earlier process of a run has stored.
   *
   * @return empty where it has not
   * @throws MobileSparkException when that was told to list something else
   */
  public static Optional<RunInput> stored(
      SparkSession spark, SourceSettings settings, Path folder, String run) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Optional<RunList> stored = RunList.stored(folder, run, hadoop);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    RunList list = stored.get();
    List<String> source = RunListing.source(settings, hadoop);
    if (!source.equals(list.index().source())) {
      throw new MobileSparkException(
          "The run cannot be resumed: the input is "
              + String.join(", ", source)
              + ", it was "
              + String.join(", ", list.index().source())
              + "; --relist lists what is there now, and compares");
    }
    if (list.index().tables()) {
      return Optional.of(new RunInput(list, table(spark, settings, list)));
    }
    return Optional.of(ofFiles(spark, list));
  }

  private static TableSource table(SparkSession spark, SourceSettings settings, RunList list)
      throws IOException {
    if (settings.kind() == SourceKind.NAMED_TABLE) {
      return TableSource.named(spark, settings);
    }
    if (settings.columns().format().isPresent()) {
      return TableSource.loaded(spark, settings);
    }
    return TableSource.of(spark, settings, files(list));
  }

  /** A table's files, which are few beside its pictures. */
  private static List<PictureFile> files(RunList list) throws IOException {
    List<PictureFile> files = new ArrayList<>();
    try (ListCursor cursor = list.from(0)) {
      cursor.files(files::add);
    }
    return files;
  }

  private static RunInput ofTable(RunListing listing, TableSource table) {
    List<PictureFile> files =
        table.parts().stream().map(part -> new PictureFile(part.path(), part.length())).toList();
    return new RunInput(listing.ofFew(files, true), table);
  }
}

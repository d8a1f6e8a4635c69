// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.SchemaVersion;
import io.mobilespark.jobs.config.CommitSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.source.LiteralPaths;
import io.mobilespark.outputs.OutputContent;
import io.mobilespark.jobs.journal.LockFence;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Wave;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/** Writes rows as Parquet by the committer that is safe where they go, and reads them back. */
public final class TableSink {
  /** The key of the table's schema version, in the metadata of its first column. */
  static final String SCHEMA_VERSION = "mobilespark.schema_version";

  /** Spark's switch for who commits what tasks write. */
  static final String COMMIT_PROTOCOL = "spark.sql.sources.commitProtocolClass";

  /** As configurations for object stores name it, which know nothing of locks. */
  private static final String STORES_PROTOCOL =
      "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol";

  private static final int FEW_FILES = 100;

  /**
   * How many files' worth of waves are put together at once: as much is left at the end at most.
   */
  private static final int MERGED_FILES = 4;

  /** The same where each merge has a file for every label. */
  private static final int MERGED_FILES_BY_LABEL = 16;

  private final SparkSession session;
  private final RunJournal run;
  private final Workplace place;
  private final Publication publication;
  private final OutputSettings output;
  private final CommitSettings commit;
  private final StructType schema;

  private final FolderSizes sizes;

  /** A sink for a run's rows of a schema. The session stays the caller's. */
  public TableSink(
      SparkSession spark,
      RunJournal run,
      OutputSettings output,
      CommitSettings commit,
      StructType schema) {
    this.run = run;
    this.place = run.place();
    this.sizes = new FolderSizes(place.fileSystem());
    this.publication = Publication.on(place);
    this.session = session(spark);
    this.output = output;
    this.commit = commit;
    this.schema = schema;
  }

  /** A session of its own: these settings are not meant for what else the caller writes. */
  private SparkSession session(SparkSession spark) {
    if (publication.sessionSettings().isEmpty()) {
      return spark;
    }
    SparkSession session = spark.newSession();
    publication
        .sessionSettings()
        .forEach(
            (key, value) -> {
              String given = spark.sparkContext().getConf().get(key, value);
              if (given.equals(value) || given.equals(STORES_PROTOCOL)) {
                session.conf().set(key, value);
              }
            });
    return session;
  }

  /** The session that rows to be written belong to. */
  public SparkSession session() {
    return session;
  }

  /** Writes rows into a folder that is not there yet. */
  public void write(Dataset<Row> rows, Path folder) throws IOException {
    commit(versioned(rows).write().mode(SaveMode.ErrorIfExists), folder);
  }

  /** Rows that were written. */
  public Dataset<Row> read(List<Path> folders) {
    return read(folders, "*.parquet");
  }

  /** The rows of the table that this run adds to, as its manifest tells them. */
  Dataset<Row> table() {
    List<String> files = run.table().map(RunManifest::files).orElse(List.of());
    return read(List.of(place.target()), OutputContent.ofTable(files).glob());
  }

  private Dataset<Row> read(List<Path> folders, String names) {
    return LiteralPaths.below(session)
        .schema(schema)
        .option("pathGlobFilter", names)
        .parquet(folders.stream().map(Path::toString).toArray(String[]::new));
  }

  /**
   * How the names of the files begin that the run publishes. What it moves to the table is its own
   * whichever attempt wrote it. But rows that are written in the table's place at once, as beside
   * those that are replaced, may come late from an attempt that was held up, and are not the
   * table's then.
   *
   * @param retried rows of the table that go
   */
  public String published(Optional<Retried> retried) {
    return retried.isPresent() && place.store().worksWithin()
        ? basename()
        : run.ownFiles().basename();
  }

  /** Fails unless folders have so many rows of the run. */
  void requireRows(List<Path> folders, long rows) {
    requireRows(folders, run.ownFiles().basename(), rows);
  }

  /** Fails unless a folder has so many rows that this attempt at the run has written. */
  void requireOwnRows(Path folder, long rows) {
    requireRows(List.of(folder), basename(), rows);
  }

  private void requireRows(List<Path> folders, String named, long rows) {
    // Of each file no more than its end is read.
    long written = read(folders, named + "*.parquet").count();
    if (written != rows) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%,d rows became %,d when they were put together; nothing was committed",
              rows,
              written));
    }
  }

  /**
   * Makes the table of a run appear, all of whose waves are committed. Can be called again after a
   * kill at any moment, with the same result.
   *
   * @param rows that the waves hold
   * @throws MobileSparkException when the table would not have as many, or may not take its place
   */
  public void publish(RunManifest manifest, long rows, Optional<Retried> retried)
      throws IOException {
    publication.publish(run, this, manifest, rows, retried);
  }

  /**
   * Ends what an earlier process was killed in that was adding to a table: once it has begun to
   * change files there, nothing leads back. Whatever becomes of the run that calls, the table is
   * whole then.
   */
  public static void settle(Workplace place, RunLock lock) throws IOException {
    if (RunJournal.adds(place) && place.fileSystem().exists(RunManifest.below(place.staging()))) {
      Publication.on(place).settle(lock);
    }
  }

  /** Rows of the table that is added to whose pictures are not to be done anew. */
  public Dataset<Row> done() {
    Dataset<Row> rows = table();
    return run.retriesErrors() ? rows.where(functions.not(Retried.isToBeRetried())) : rows;
  }

  /**
   * Rows of the table that go, once all waves are committed.
   *
   * @param listed the files that the run has read, a column {@code path}
   * @return empty where there are none
   */
  public Optional<Retried> retried(Dataset<Row> listed) throws IOException {
    return Optional.of(Retried.find(this, run, listed)).filter(found -> !found.isEmpty());
  }

  /**
   * Checks that rows can be added to the table that is there as they are to lie.
   *
   * @throws MobileSparkException when they cannot
   */
  public void requireSameFolders() throws IOException {
    LabelFolders.requireSame(place, commit.partitionByLabel(), run.retriesErrors());
  }

  /** Whether rows lie in so many files for their size that they are to be written again. */
  boolean isScattered(List<Path> folders) throws IOException {
    FolderSizes.Size size = sizes.of(folders);
    return size.files() > FEW_FILES && size.files() > 4L * files(size);
  }

  /**
   * Whether waves are put together while the run goes on. Which rows go into files that are there
   * is known at the end.
   */
  boolean merges() {
    return !run.retriesErrors();
  }

  /** To be called after each wave: puts waves together once they fill a few files. */
  public void merge() throws IOException {
    if (merges()) {
      List<Path> waves = unmerged();
      int files = commit.partitionByLabel() ? MERGED_FILES_BY_LABEL : MERGED_FILES;
      if (sizes.of(waves).bytes() >= files * commit.targetFileBytes()) {
        merge(waves);
      }
    }
  }

  /** Whether all waves are put together. */
  boolean isMerged() {
    return unmerged().isEmpty();
  }

  /**
   * Puts those waves together that are left.
   *
   * @param moved where an earlier process may have moved files, that was killed then
   * @param rows that the waves hold
   * @throws MobileSparkException when there are not as many
   */
  MergedFiles merged(Path moved, long rows) throws IOException {
    if (!unmerged().isEmpty()) {
      merge(unmerged());
    }
    place.fileSystem().mkdirs(moved);
    MergedFiles merged = new MergedFiles(place, run.lock(), run.merges().folders());
    merged.settle(moved);
    List<Path> folders = new ArrayList<>(merged.folders());
    folders.add(moved);
    requireRows(folders, rows);
    return merged;
  }

  private List<Path> unmerged() {
    List<Path> all = run.waveFolders();
    return all.subList(run.merges().next(), all.size());
  }

  private void merge(List<Path> waves) throws IOException {
    int to = run.merges().next() + waves.size();
    if (waves.size() == 1 && !commit.partitionByLabel() && !isScattered(waves)) {
      run.merges().add(waves.get(0), to);
    } else {
      Path folder = run.merges().folder();
      place.fileSystem().delete(folder, true);
      try {
        rewrite(waves, folder);
      } catch (Exception e) {
        // Who has taken the output over may have removed the waves, which is what is to be said.
        run.requireLock();
        throw e;
      }
      long pictures =
          run.waves().subList(run.merges().next(), to).stream().mapToLong(Wave::pictures).sum();
      requireRows(List.of(folder), pictures * run.fingerprint().models().size());
      run.merges().add(folder, to);
    }
    sizes.forget(waves);
  }

  /** Writes rows again, in files of the size asked for, beside what else lies in the folder. */
  void rewrite(List<Path> from, Path to) throws IOException {
    rewrite(read(from), files(sizes.of(from)), to);
  }

  /** As {@link #rewrite(List, Path)}, but for rows that have found their places in the table. */
  void rewrite(List<Path> from, Retried but, Path to) throws IOException {
    rewrite(read(from).join(but.places(), Retried.KEY, "left_anti"), files(sizes.of(from)), to);
  }

  private void rewrite(Dataset<Row> read, int files, Path to) throws IOException {
    // Spark takes columns for nullable that it has read.
    Dataset<Row> rows = versioned(session.createDataFrame(inOrder(read).toJavaRDD(), schema));
    DataFrameWriter<Row> writer;
    if (commit.partitionByLabel()) {
      // All rows of a label by one task, which writes one file of it.
      writer =
          LabelFolders.of(schema)
              .named(rows)
              .repartition(files, functions.col(LabelFolders.FOLDER))
              .write()
              .partitionBy(LabelFolders.FOLDER);
    } else {
      // Spark cuts files by their size: more files than those take a shuffle.
      boolean fewer = files <= rows.javaRDD().getNumPartitions();
      writer = (fewer ? rows.coalesce(files) : rows.repartition(files)).write();
    }
    commit(writer.mode(SaveMode.Append), to);
  }

  /**
   * Writes rows into folders by a number that they have, a file in each.
   *
   * @param rows of the table's columns, in any order, and the number's
   * @param numbers how many there are
   */
  void writeNumbered(Dataset<Row> rows, String number, int numbers, Path folder)
      throws IOException {
    StructType numbered = schema.add(number, DataTypes.IntegerType, false);
    Dataset<Row> typed =
        session.createDataFrame(
            rows.selectExpr(quoted(numbered.fieldNames())).toJavaRDD(), numbered);
    commit(
        versioned(typed)
            .repartition(numbers, functions.col(number))
            .write()
            .partitionBy(number)
            .option("maxRecordsPerFile", 0)
            .mode(SaveMode.ErrorIfExists),
        folder);
  }

  /** Writes rows of whatever columns, for the run itself. */
  void store(Dataset<Row> rows, Path folder) throws IOException {
    commit(rows.write().mode(SaveMode.ErrorIfExists), folder);
  }

  private Dataset<Row> inOrder(Dataset<Row> rows) {
    return rows.selectExpr(quoted(schema.fieldNames()));
  }

  private static String[] quoted(String[] names) {
    return Stream.of(names).map(name -> "`" + name + "`").toArray(String[]::new);
  }

  /** The rows with the version of the table's layout, which Spark keeps in each file's schema. */
  private Dataset<Row> versioned(Dataset<Row> rows) {
    String first = schema.fieldNames()[0];
    Metadata metadata =
        new MetadataBuilder()
            .withMetadata(schema.apply(first).metadata())
            .putLong(SCHEMA_VERSION, SchemaVersion.CURRENT)
            .build();
    return rows.withMetadata(first, metadata);
  }

  private void commit(DataFrameWriter<Row> writer, Path folder) throws IOException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    writer
        .option("mapreduce.output.basename", basename())
        .options(new LockFence(place, run.attempt()).options())
        .option("compression", output.compression().name().toLowerCase(Locale.ROOT))
        .options(publication.writeOptions(hadoop))
        .parquet(folder.toString());
    publication.requireCommitted(folder, hadoop);
  }

  private String basename() {
    return run.ownFiles().basename(run.attempt());
  }

  private int files(FolderSizes.Size size) {
    return Math.max(1, (int) Math.ceil((double) size.bytes() / commit.targetFileBytes()));
  }
}

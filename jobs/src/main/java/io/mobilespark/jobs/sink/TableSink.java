package io.mobilespark.jobs.sink;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.SchemaVersion;
import io.mobilespark.jobs.config.CommitSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/** Writes rows as Parquet by the committer that is safe where they go, and reads them back. */
public final class TableSink {
  /** The key of the table's schema version, in the metadata of its first column. */
  static final String SCHEMA_VERSION = "mobilespark.schema_version";

  private static final int FEW_FILES = 100;

  private final SparkSession session;
  private final RunJournal run;
  private final Workplace place;
  private final Publication publication;
  private final OutputSettings output;
  private final CommitSettings commit;
  private final StructType schema;

  /** A sink for a run's rows of a schema. The session stays the caller's. */
  public TableSink(
      SparkSession spark,
      RunJournal run,
      OutputSettings output,
      CommitSettings commit,
      StructType schema) {
    this.run = run;
    this.place = run.place();
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
              if (!spark.sparkContext().getConf().contains(key)) {
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
    return read(folders, "");
  }

  /** Rows in files whose names begin so. */
  Dataset<Row> read(List<Path> folders, String basename) {
    return session
        .read()
        .schema(schema)
        // Names are literal.
        .option("__globPaths__", false)
        .option("recursiveFileLookup", true)
        .option("pathGlobFilter", basename + "*.parquet")
        .parquet(folders.stream().map(Path::toString).toArray(String[]::new));
  }

  /** Fails unless a folder has so many rows of the run. */
  void requireRows(Path folder, long rows) {
    long written = read(List.of(folder), run.ownFiles().basename()).count();
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
  public void publish(RunManifest manifest, long rows) throws IOException {
    publication.publish(run, this, manifest, rows);
  }

  /**
   * Checks that rows can be added to the table that is there as they are to lie.
   *
   * @throws MobileSparkException when they cannot
   */
  public void requireSameFolders() throws IOException {
    LabelFolders.requireSame(place, commit.partitionByLabel());
  }

  /** Whether rows lie in so many files for their size that they are to be written again. */
  boolean isScattered(List<Path> folders) throws IOException {
    Size size = size(folders);
    return size.files() > FEW_FILES && size.files() > 4L * files(size);
  }

  boolean partitions() {
    return commit.partitionByLabel();
  }

  /** Writes rows again, in files of the size asked for, beside what else lies in the folder. */
  void rewrite(List<Path> from, Path to) throws IOException {
    int files = files(size(from));
    Dataset<Row> rows = versioned(session.createDataFrame(read(from).toJavaRDD(), schema));
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
        .option("mapreduce.output.basename", run.ownFiles().basename())
        .option("compression", output.compression().name().toLowerCase(Locale.ROOT))
        .options(publication.writeOptions(hadoop))
        .parquet(folder.toString());
    publication.requireCommitted(folder, hadoop);
  }

  private int files(Size size) {
    return Math.max(1, (int) Math.ceil((double) size.bytes() / commit.targetFileBytes()));
  }

  private Size size(List<Path> folders) throws IOException {
    List<Long> lengths = new ArrayList<>();
    Deque<Path> left = new ArrayDeque<>(folders);
    while (!left.isEmpty()) {
      // Not listFiles, which on a local disk asks for every file's owner by a process of its own.
      for (FileStatus found : place.fileSystem().listStatus(left.remove())) {
        if (found.isDirectory()) {
          left.add(found.getPath());
        } else if (found.getPath().getName().endsWith(".parquet")) {
          lengths.add(found.getLen());
        }
      }
    }
    return new Size(lengths.size(), lengths.stream().mapToLong(Long::longValue).sum());
  }

  private record Size(int files, long bytes) {}
}

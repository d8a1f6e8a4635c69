// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.LiteralPaths;
import io.mobilespark.source.TableRows;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.TableFolders;
import io.mobilespark.source.TableColumns;
import io.mobilespark.source.TablePart;
import io.mobilespark.source.ParquetFolder;
import io.mobilespark.source.SourcePart;
import static org.apache.spark.sql.functions.col;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.spark.TableWork;
import io.mobilespark.storage.DoneMembers;
import io.mobilespark.storage.ObjectSplit;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Pictures in a column of a table, as it is when it is opened. A table of which Spark tells the
 * file of each row is read file by file, so that it can be committed in waves; any other table is
 * one part. The rows of each part are counted beforehand, so that none gets lost unnoticed.
 *
 * @param spark stays the caller's
 * @param name for messages
 * @param rows that are to be done
 * @param files by their paths; one of that name where the table is one part
 * @param root where places of pictures begin that are relative; empty where nobody tells
 * @param keepsDoubles whether keys may stand more than once, and some do
 */
record TableSource(
    SparkSession spark,
    String name,
    TableRows rows,
    Map<String, File> files,
    String root,
    boolean keepsDoubles)
    implements PictureSource {
  /**
   * A file of a table.
   *
   * @param uri as Spark writes it; empty where it is the whole table
   * @param length in bytes
   * @param rows that are to be done of it
   */
  record File(String uri, long length, long rows) {}

  /** Whatever the caller's session overlooks: a row that cannot be read is not left out here. */
  private static final Map<String, String> STRICT =
      Map.of("ignoreMissingFiles", "false", "ignoreCorruptFiles", "false");

  private static final String FILE_BYTES = "_metadata.file_size";

  TableSource {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /** What it is read by. */
  List<TablePart> parts() {
    return files.entrySet().stream()
        .map(file -> new TablePart(file.getKey(), file.getValue().length()))
        .toList();
  }

  /** A table that Spark's catalog knows. */
  static TableSource named(SparkSession spark, SourceSettings settings) {
    String name = settings.inputs().get(0);
    return open(
        spark, settings, name, () -> spark.read().options(STRICT).table(name), Optional.empty());
  }

  /** A table in a format that is not only files. */
  static TableSource loaded(SparkSession spark, SourceSettings settings) {
    String[] inputs = settings.inputs().toArray(String[]::new);
    String format = settings.columns().format().orElseThrow();
    SparkSession session = ParquetFolder.withTextFolders(spark);
    return open(
        spark,
        settings,
        String.join(", ", inputs),
        () -> session.read().format(format).options(STRICT).load(inputs),
        Optional.empty());
  }

  /** A table of files. */
  static TableSource of(SparkSession spark, SourceSettings settings, List<PictureFile> files) {
    String format = format(files);
    String[] paths = files.stream().map(file -> LiteralPaths.literal(file.path())).toArray(String[]::new);
    TableFolders folders = new TableFolders(files, spark.sparkContext().hadoopConfiguration());
    folders.refuseOtherFormats();
    SparkSession session = ParquetFolder.withTextFolders(spark);
    DataFrameReader reader = session.read().format(format).options(STRICT);
    folders.base().ifPresent(base -> reader.option("basePath", base));
    return open(
        spark,
        settings,
        String.join(", ", settings.inputs()),
        () -> reader.load(paths),
        Optional.of(folders));
  }

  private static TableSource open(
      SparkSession spark,
      SourceSettings settings,
      String name,
      Supplier<Dataset<Row>> load,
      Optional<TableFolders> folders) {
    // Loaded once: what comes to the table later is not of this run, in no wave.
    Dataset<Row> table = loaded(name, load);
    TableColumns columns =
        TableColumns.of(
            name,
            table.schema(),
            settings.columns(),
            settings.keepLabel(),
            folders.map(TableFolders::classes).orElse(Map.of()));
    TableKeys keys = TableKeys.of(table.select(columns.key().as("key")));
    if (!settings.columns().keepsDoubles()) {
      keys.requireDistinct(name, columns);
    }
    Map<String, File> files = files(table);
    boolean byFile = !files.isEmpty();
    return new TableSource(
        spark,
        name,
        TableRows.of(name, table, columns, byFile, keys.unnamed() > 0),
        byFile ? files : Map.of(name, new File("", ObjectSplit.UNKNOWN, keys.rows())),
        folders.map(TableFolders::root).orElse(""),
        keys.doubled() > 0);
  }

  @Override
  public JavaRDD<Row> rows(List<? extends SourcePart> some, PictureWork work, DoneMembers done) {
    return in(some).pictures().javaRDD().mapPartitions(new TableWork(work, root));
  }

  @Override
  public OptionalLong pictures(List<? extends SourcePart> some) {
    return OptionalLong.of(some.stream().mapToLong(part -> file(part).rows()).sum());
  }

  @Override
  public OptionalLong counted() {
    return OptionalLong.of(files.values().stream().mapToLong(File::rows).sum());
  }

  @Override
  public PictureSource without(Dataset<Row> done) {
    TableRows left = rows.without(done);
    Map<String, Long> counts = left.counts();
    Map<String, File> some = new TreeMap<>();
    files.forEach(
        (path, file) ->
            some.put(
                path, new File(file.uri(), file.length(), counts.getOrDefault(file.uri(), 0L))));
    return new TableSource(spark, name, left, some, root, keepsDoubles);
  }

  @Override
  public Optional<Dataset<Row>> doubles(List<? extends SourcePart> some) {
    return keepsDoubles
        ? Optional.of(in(some).pictures().groupBy("key").count())
        : Optional.empty();
  }

  @Override
  public Optional<String> changed(List<? extends SourcePart> some) {
    return some.stream()
        .filter(part -> !file(part).uri().isEmpty())
        .flatMap(part -> changed(part.path(), file(part)).stream())
        .findFirst();
  }

  private Optional<String> changed(String at, File file) {
    try {
      Path path = new Path(at);
      FileStatus now =
          path.getFileSystem(spark.sparkContext().hadoopConfiguration()).getFileStatus(path);
      return now.getLen() == file.length()
          ? Optional.empty()
          : Optional.of(
              changed(
                  at,
                  String.format(
                      Locale.ROOT, "has %,d bytes, not %,d", now.getLen(), file.length())));
    } catch (FileNotFoundException e) {
      return Optional.of(changed(at, "is gone"));
    } catch (IOException e) {
      return Optional.of(changed(at, "cannot be reached: " + e.getMessage()));
    }
  }

  private String changed(String path, String what) {
    return String.format(
        Locale.ROOT, "The table %s changed while it was read: its file %s %s", name, path, what);
  }

  /** What is known of a part that the run's list has, which another process may have written. */
  private File file(SourcePart part) {
    File file = files.get(part.path());
    if (file == null || file.length() != part.length()) {
      throw new MobileSparkException(
          changed(part.path(), file == null ? "is gone" : "has other bytes"));
    }
    return file;
  }

  /** The rows of some parts. */
  TableRows in(List<? extends SourcePart> some) {
    List<String> uris = some.stream().map(part -> file(part).uri()).toList();
    return uris.contains("") ? rows : rows.in(uris);
  }

  /** The files that a table's rows are in; empty where nobody tells. */
  private static Map<String, File> files(Dataset<Row> table) {
    Dataset<Row> files;
    try {
      files = table.select(col(TableRows.FILE).as("file"), col(FILE_BYTES).as("bytes"));
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared: such a table has no such column.
      if (e instanceof AnalysisException) {
        return Map.of();
      }
      throw e;
    }
    Map<String, File> byPath = new HashMap<>();
    // Of Parquet and ORC no more than the footers is read.
    for (Row row : files.groupBy("file", "bytes").count().collectAsList()) {
      byPath.put(
          new Path(URI.create(row.getString(0))).toString(),
          new File(row.getString(0), row.getLong(1), row.getLong(2)));
    }
    return byPath;
  }

  private static Dataset<Row> loaded(String name, Supplier<Dataset<Row>> load) {
    try {
      return load.get();
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new MobileSparkException("The table " + name + " cannot be read: " + why, e);
    }
  }

  private static String format(List<PictureFile> files) {
    Set<String> formats =
        files.stream()
            .flatMap(
                file ->
                    Stream.of("parquet", "orc")
                        .filter(name -> file.path().toLowerCase(Locale.ROOT).endsWith("." + name)))
            .collect(Collectors.toSet());
    if (formats.size() != 1) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The files are of the formats %s; a table has one, which --table-format can name",
              formats));
    }
    return formats.iterator().next();
  }
}

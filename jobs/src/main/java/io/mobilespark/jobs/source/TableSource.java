package io.mobilespark.jobs.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.ColumnSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.spark.TableWork;
import io.mobilespark.storage.ObjectSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Pictures in a column of a table. A table of which Spark tells the file of each row is read file
 * by file, so that it can be committed in waves; any other table is one part.
 *
 * @param spark stays the caller's
 * @param name for messages
 * @param columns what is where
 * @param parts files, or the table
 * @param load reads some of the parts
 */
record TableSource(
    SparkSession spark,
    String name,
    ColumnSettings columns,
    List<TablePart> parts,
    Function<List<String>, Dataset<Row>> load)
    implements PictureSource {
  /** Columns that Spark adds to tables of files. */
  private static final String FILE = "_metadata.file_path";

  private static final String FILE_BYTES = "_metadata.file_size";

  TableSource {
    parts = List.copyOf(parts);
  }

  /** A table that Spark's catalog knows. */
  static TableSource named(SparkSession spark, SourceSettings settings) {
    String name = settings.inputs().get(0);
    return whole(spark, settings, name, () -> spark.table(name));
  }

  /** A table in a format that is not only files. */
  static TableSource loaded(SparkSession spark, SourceSettings settings) {
    String[] inputs = settings.inputs().toArray(String[]::new);
    String format = settings.columns().format().orElseThrow();
    return whole(
        spark, settings, String.join(", ", inputs), () -> spark.read().format(format).load(inputs));
  }

  /** A table of files. */
  static TableSource of(SparkSession spark, SourceSettings settings, List<PictureFile> files) {
    String format = format(files);
    String name = String.join(", ", settings.inputs());
    return new TableSource(
            spark,
            name,
            settings.columns(),
            files.stream().map(file -> new TablePart(file.path(), file.length())).toList(),
            paths ->
                spark
                    .read()
                    .format(format)
                    .load(paths.stream().map(TableSource::literal).toArray(String[]::new)))
        .checked();
  }

  /** Whether a file's name says that it is of a table. */
  static boolean isTable(String path) {
    return path.endsWith(".parquet") || path.endsWith(".orc");
  }

  @Override
  public JavaRDD<Row> rows(List<? extends SourcePart> some, PictureWork work, Set<String> done) {
    Dataset<Row> pictures =
        load.apply(some.stream().map(SourcePart::path).toList())
            .select(
                quoted(columns.content()).as("content"),
                quoted(columns.key()).cast(DataTypes.StringType).as("key"),
                columns
                    .label()
                    .map(TableSource::quoted)
                    .orElseGet(() -> lit(null))
                    .cast(DataTypes.StringType)
                    .as("label"));
    if (!done.isEmpty()) {
      Dataset<Row> keys = spark.createDataset(List.copyOf(done), Encoders.STRING()).toDF("done");
      pictures = pictures.join(keys, col("key").equalTo(col("done")), "left_anti");
    }
    return pictures.javaRDD().mapPartitions(new TableWork(work));
  }

  private static TableSource whole(
      SparkSession spark, SourceSettings settings, String name, Supplier<Dataset<Row>> load) {
    TableSource whole =
        new TableSource(
                spark,
                name,
                settings.columns(),
                List.of(new TablePart(name, ObjectSplit.UNKNOWN)),
                paths -> load.get())
            .checked();
    List<TablePart> files = files(load.get());
    return files.isEmpty()
        ? whole
        : new TableSource(
            spark,
            name,
            settings.columns(),
            files,
            paths -> load.get().where(col(FILE).isin(paths.toArray())));
  }

  /** The files that a table's rows are in; empty where nobody tells. */
  private static List<TablePart> files(Dataset<Row> table) {
    Dataset<Row> files;
    try {
      files = table.select(col(FILE), col(FILE_BYTES));
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared: such a table has no such column.
      if (e instanceof AnalysisException) {
        return List.of();
      }
      throw e;
    }
    return files.distinct().sort("file_path").collectAsList().stream()
        .map(row -> new TablePart(row.getString(0), row.getLong(1)))
        .toList();
  }

  /** Fails now, and not in a task, where a column is missing or holds something else. */
  private TableSource checked() {
    Dataset<Row> table;
    try {
      table = load.apply(List.of(parts.get(0).path()));
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new MobileSparkException("The table " + name + " cannot be read: " + why, e);
    }
    List<String> there = List.of(table.columns());
    List<String> wanted = new ArrayList<>(List.of(columns.content(), columns.key()));
    columns.label().ifPresent(wanted::add);
    for (String column : wanted) {
      if (!there.contains(column)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The table %s has no column %s; it has %s",
                name,
                column,
                String.join(", ", there)));
      }
    }
    String type = table.schema().apply(columns.content()).dataType().simpleString();
    if (!type.equals("binary")) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The column %s of the table %s holds %s, not pictures as binary",
              columns.content(),
              name,
              type));
    }
    return this;
  }

  private static String format(List<PictureFile> files) {
    List<String> formats =
        files.stream()
            .flatMap(
                file ->
                    Stream.of("parquet", "orc").filter(name -> file.path().endsWith("." + name)))
            .distinct()
            .toList();
    if (formats.size() != 1) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The files are of the formats %s; a table has one, which --table-format can name",
              formats));
    }
    return formats.get(0);
  }

  /** A name may hold a glob's characters. */
  private static String literal(String path) {
    return path.replaceAll("([\\\\{}\\[\\]*?])", "\\\\$1");
  }

  private static Column quoted(String column) {
    return col("`" + column.replace("`", "``") + "`");
  }
}

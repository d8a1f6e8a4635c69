package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.storage.ObjectSplit;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A list of pictures, so that none has to be listed: a text with one URI a line, which a tab or a
 * comma and the length in bytes may follow; or a table, CSV with a header or Parquet, with the URIs
 * in a column and, if there is a column {@code length} of whole numbers, the lengths. What is no
 * full URI is taken relative to the manifest's folder.
 *
 * @param spark stays the caller's
 * @param uri of the manifest
 * @param column of the URIs in a table
 */
record Manifest(SparkSession spark, String uri, String column) {
  private static final Pattern WITH_LENGTH = Pattern.compile("(.*?)\\s*[\t,]\\s*(\\d{1,18})");

  /**
   * The pictures in the manifest's order, with {@link ObjectSplit#UNKNOWN} for lengths that it does
   * not give.
   *
   * @throws MobileSparkException when it cannot be read, is empty or names a picture twice
   */
  List<PictureFile> read() {
    Listed listed = new Listed(spark.sparkContext().hadoopConfiguration());
    String name = uri.toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".csv")) {
        readTable(spark.read().option("header", "true").csv(uri), listed);
      } else if (name.endsWith(".parquet") || listed.isFolder()) {
        readTable(ParquetFolder.read(spark, uri), listed);
      } else {
        readText(listed);
      }
    } catch (MobileSparkException e) {
      throw e;
    } catch (FileNotFoundException e) {
      throw new MobileSparkException("There is no manifest " + uri, e);
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      String why = e.toString().lines().findFirst().orElse("");
      throw new MobileSparkException("The manifest " + uri + " cannot be read: " + why, e);
    }
    if (listed.files.isEmpty()) {
      throw new MobileSparkException("The manifest " + uri + " names no picture");
    }
    return listed.files;
  }

  private void readText(Listed listed) throws IOException {
    Path path = new Path(uri);
    FileSystem fileSystem = path.getFileSystem(listed.hadoop);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(fileSystem.open(path), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
        if (!text.isBlank()) {
          Matcher withLength = WITH_LENGTH.matcher(text.strip());
          boolean has = withLength.matches();
          listed.add(
              has ? withLength.group(1) : text.strip(),
              has ? Long.parseLong(withLength.group(2)) : ObjectSplit.UNKNOWN,
              number);
        }
      }
    }
  }

  private void readTable(Dataset<Row> table, Listed listed) throws IOException {
    List<String> columns = List.of(table.columns());
    if (!columns.contains(column)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The manifest %s has no column %s; it has %s",
              uri,
              column,
              String.join(", ", columns)));
    }
    boolean lengths = columns.contains("length") && !column.equals("length");
    String quoted = "`" + column.replace("`", "``") + "`";
    Dataset<Row> rows =
        table.selectExpr(
            "cast(" + quoted + " as string)",
            lengths ? "try_cast(length as bigint)" : "cast(null as bigint)");
    long number = 0;
    for (Iterator<Row> all = rows.toLocalIterator(); all.hasNext(); ) {
      Row row = all.next();
      number++;
      if (row.isNullAt(0) || row.getString(0).isBlank()) {
        throw new MobileSparkException(
            String.format(Locale.ROOT, "The manifest %s has no URI in row %d", uri, number));
      }
      listed.add(
          row.getString(0).strip(),
          row.isNullAt(1) || row.getLong(1) < 0 ? ObjectSplit.UNKNOWN : row.getLong(1),
          number);
    }
  }

  /** What was read so far. */
  private final class Listed {
    private final Configuration hadoop;
    private final List<PictureFile> files = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, FileSystem> fileSystems = new HashMap<>();

    private Listed(Configuration hadoop) {
      this.hadoop = hadoop;
    }

    private boolean isFolder() throws IOException {
      Path path = new Path(uri);
      return path.getFileSystem(hadoop).getFileStatus(path).isDirectory();
    }

    private void add(String text, long length, long number) throws IOException {
      String path = qualified(text, number);
      Long before = numbers.putIfAbsent(path, number);
      if (before != null) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The manifest %s names %s twice, in lines %d and %d",
                uri,
                path,
                before,
                number));
      }
      files.add(new PictureFile(path, length));
    }

    private String qualified(String text, long number) throws IOException {
      try {
        Path manifest = new Path(uri);
        Path path = new Path(text);
        if (!path.isAbsolute() && manifest.getParent() != null) {
          path = new Path(manifest.getParent(), text);
        }
        String store = path.toUri().getScheme() + "://" + path.toUri().getAuthority();
        FileSystem fileSystem = fileSystems.get(store);
        if (fileSystem == null) {
          fileSystem = path.getFileSystem(hadoop);
          fileSystems.put(store, fileSystem);
        }
        return fileSystem.makeQualified(path).toString();
      } catch (IllegalArgumentException e) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT, "The manifest %s has no URI in line %d: %s", uri, number, text),
            e);
      }
    }
  }
}

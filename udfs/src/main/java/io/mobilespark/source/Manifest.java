// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.outputs.StateFiles;
import io.mobilespark.storage.ObjectSplit;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A list of pictures, so that none has to be listed: a text with one URI a line, which a tab or a
 * comma and the length in bytes may follow; or a table, CSV with a header or Parquet, with the URIs
 * in a column and, if there is a column {@code length} of whole numbers, the lengths. What is no
 * full URI is taken relative to the manifest's folder. A large manifest is read by executors.
 *
 * @param spark stays the caller's
 * @param uri of the manifest
 * @param column of the URIs in a table
 */
public record Manifest(SparkSession spark, String uri, String column) {
  /**
   * Reads all of it here.
   *
   * @return the pictures in the manifest's order, with {@link ObjectSplit#UNKNOWN} for lengths that
   *     it does not give
   * @throws MobileSparkException when it cannot be read, is empty or names a picture twice
   */
  public List<PictureFile> read() {
    Listed listed = new Listed();
    try {
      if (isText()) {
        try (BufferedReader lines = open()) {
          readText(lines, listed);
        }
      } else {
        readTable(listed);
      }
    } catch (MobileSparkException e) {
      throw e;
    } catch (Exception e) {
      throw unreadable(e);
    }
    if (listed.files.isEmpty()) {
      throw empty();
    }
    return listed.files;
  }

  private BufferedReader open() throws IOException {
    Path path = path();
    // A checksum that stands beside it, perhaps of another time, concerns nobody.
    InputStream in = StateFiles.raw(path.getFileSystem(hadoop())).open(path);
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private void readText(BufferedReader lines, Listed listed) throws IOException {
    long number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      PictureFile named = ManifestLines.ofText(number == 1 ? withoutMark(line) : line);
      if (!named.path().isEmpty()) {
        listed.add(named, number);
      }
    }
  }

  private void readTable(Listed listed) throws IOException {
    long number = 0;
    for (Iterator<Row> all = rows().toLocalIterator(); all.hasNext(); ) {
      Row row = all.next();
      number++;
      if (row.isNullAt(0) || row.getString(0).isBlank()) {
        throw noUri("", List.of(number));
      }
      listed.add(new PictureFile(row.getString(0), ManifestLines.length(row)), number);
    }
  }

  /** Texts of lines, or of a table URIs and lengths, as {@link ManifestLines} takes them; lazy. */
  public Dataset<Row> lines() throws IOException {
    return isText() ? spark.read().text(LiteralPaths.literal(path().toString())) : rows();
  }

  /** The URIs and lengths of a table. */
  private Dataset<Row> rows() throws IOException {
    Dataset<Row> table =
        name().endsWith(".csv")
            ? spark
                .read()
                .option("header", "true")
                // As RFC 4180 has it: a line may end, and quotes stand twice, within quotes.
                .option("multiLine", "true")
                .option("escape", "\"")
                .csv(LiteralPaths.literal(path().toString()))
            : ParquetFolder.read(spark, path().toString());
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
    return table.selectExpr(
        "cast(" + quoted + " as string)",
        lengths ? "try_cast(length as bigint)" : "cast(null as bigint)");
  }

  /** The lines of a text that name a picture, two at most; none of a table, which has no lines. */
  private List<Long> numbers(String path) throws IOException {
    List<Long> numbers = new ArrayList<>();
    if (!isText()) {
      return numbers;
    }
    ManifestPaths paths = new ManifestPaths(uri, hadoop());
    try (BufferedReader lines = open()) {
      long number = 0;
      for (String line = lines.readLine();
          line != null && numbers.size() < 2;
          line = lines.readLine()) {
        number++;
        PictureFile named = ManifestLines.ofText(number == 1 ? withoutMark(line) : line);
        if (!named.path().isEmpty() && isAbout(path, named.path(), paths)) {
          numbers.add(number);
        }
      }
    }
    return numbers;
  }

  private static boolean isAbout(String path, String text, ManifestPaths paths) throws IOException {
    try {
      return text.equals(path)
          || WebAddress.key(paths.qualified(text)).equals(WebAddress.key(path));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutMark(String line) {
    return line.startsWith("\ufeff") ? line.substring(1) : line;
  }

  private String name() {
    return uri.toLowerCase(Locale.ROOT);
  }

  private boolean isText() throws IOException {
    Path path = path();
    return !name().endsWith(".csv")
        && !name().endsWith(".parquet")
        && path.getFileSystem(hadoop()).getFileStatus(path).isFile();
  }

  /** How large it is. */
  public long bytes() throws IOException {
    Path path = path();
    FileSystem fileSystem = path.getFileSystem(hadoop());
    FileStatus status = fileSystem.getFileStatus(path);
    long bytes = status.getLen();
    if (status.isDirectory()) {
      for (FileStatus child : fileSystem.listStatus(path)) {
        bytes += child.getLen();
      }
    }
    return bytes;
  }

  /** Where it lies. */
  public Path path() throws IOException {
    return StorageUri.path(uri, hadoop());
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** What a failure says of it. */
  public MobileSparkException unreadable(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof MobileSparkException)) {
      cause = cause.getCause();
    }
    if (cause instanceof MobileSparkException failed) {
      return failed;
    }
    if (cause instanceof FileNotFoundException) {
      return new MobileSparkException("There is no manifest " + uri, e);
    }
    String why = cause.toString().lines().findFirst().orElse("");
    return new MobileSparkException("The manifest " + uri + " cannot be read: " + why, e);
  }

  /** That it names nothing. */
  public MobileSparkException empty() {
    return new MobileSparkException("The manifest " + uri + " names no picture");
  }

  /** That a text in it is no URI; the lines are looked up. */
  public MobileSparkException noUri(String text) throws IOException {
    return noUri(text, numbers(text));
  }

  private MobileSparkException noUri(String text, List<Long> numbers) {
    String where = (text.isEmpty() ? "row" : "line");
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "The manifest %s has no URI in %s%s",
            uri,
            numbers.isEmpty() ? "a " + where : where + " " + numbers.get(0),
            text.isEmpty() ? "" : ": " + WebAddress.key(text)));
  }

  /** That it names a path twice; the lines are looked up. */
  public MobileSparkException twice(String path) throws IOException {
    return twice(path, numbers(path));
  }

  private MobileSparkException twice(String path, List<Long> numbers) {
    String where =
        numbers.size() < 2
            ? ""
            : String.format(Locale.ROOT, ", in lines %d and %d", numbers.get(0), numbers.get(1));
    return new MobileSparkException(
        String.format(
            Locale.ROOT, "The manifest %s names %s twice%s", uri, WebAddress.key(path), where));
  }

  /** What was read so far. */
  private final class Listed {
    private final ManifestPaths paths = new ManifestPaths(uri, hadoop());
    private final List<PictureFile> files = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();

    private void add(PictureFile named, long number) throws IOException {
      String path;
      try {
        path = paths.qualified(named.path());
      } catch (IllegalArgumentException e) {
        throw noUri(named.path(), List.of(number));
      }
      Optional<Long> before =
          Optional.ofNullable(numbers.putIfAbsent(WebAddress.key(path), number));
      if (before.isPresent()) {
        throw twice(path, List.of(before.get(), number));
      }
      files.add(new PictureFile(path, named.length()));
    }
  }
}

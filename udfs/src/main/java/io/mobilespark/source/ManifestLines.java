// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.identity.WebAddress;
import io.mobilespark.storage.ObjectSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A task that reads lines of a large manifest: texts and lengths in, full URIs and lengths out.
 * What is no URI comes out as it is, with the length {@link #NO_URI}.
 *
 * @param hadoop how storage is reached
 * @param manifest where it lies
 * @param kinds tells shards, whose lengths have to be known
 */
public record ManifestLines(Broadcast<SerializableConfiguration> hadoop, String manifest, FileKinds kinds)
    implements MapPartitionsFunction<Row, Row> {
  public static final long NO_URI = Long.MIN_VALUE;

  private static final Pattern WITH_LENGTH = Pattern.compile("(.*?)\\s*[\t,]\\s*(\\d{1,18})");

  @Override
  public Iterator<Row> call(Iterator<Row> lines) {
    Configuration conf = hadoop.value().value();
    ManifestPaths paths = new ManifestPaths(manifest, conf);
    Iterable<Row> all = () -> lines;
    return StreamSupport.stream(all.spliterator(), false)
        .flatMap(line -> file(line, paths, conf))
        .iterator();
  }

  private Stream<Row> file(Row line, ManifestPaths paths, Configuration conf) {
    if (line.isNullAt(0)) {
      return Stream.of(RowFactory.create("", NO_URI));
    }
    PictureFile named =
        line.size() == 1
            ? ofText(line.getString(0))
            : new PictureFile(line.getString(0), length(line));
    if (named.path().isBlank()) {
      return line.size() == 1 ? Stream.empty() : Stream.of(RowFactory.create("", NO_URI));
    }
    try {
      PictureFile file = new PictureFile(paths.qualified(named.path()), named.length());
      return Stream.of(RowFactory.create(file.path(), kinds.known(file, conf).length()));
    } catch (IllegalArgumentException e) {
      return Stream.of(RowFactory.create(named.path(), NO_URI));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of a text: a URI, which a tab or a comma and the length may follow. */
  static PictureFile ofText(String line) {
    String text = line.strip();
    // The pattern goes over the whole text, of which there may be very many.
    if (!text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1))) {
      Matcher withLength = WITH_LENGTH.matcher(text);
      if (withLength.matches() && !isQuery(text)) {
        return new PictureFile(withLength.group(1), Long.parseLong(withLength.group(2)));
      }
    }
    return new PictureFile(text, ObjectSplit.UNKNOWN);
  }

  /** Whether a comma belongs to an address, as it does behind its question mark. */
  private static boolean isQuery(String text) {
    return WebAddress.isWeb(text) && text.indexOf('?') >= 0 && text.indexOf('\t') < 0;
  }

  /** The length in a row of a table. */
  static long length(Row row) {
    return row.isNullAt(1) || row.getLong(1) < 0 ? ObjectSplit.UNKNOWN : row.getLong(1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.mobilespark.MobileSparkException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The rows of a CSV text (RFC 4180) with the line each one ends on. Cells are trimmed unless
 * quoted, absent ones are empty; blank lines are left out, and so are lines that begin with {@code
 * #} where these are comments.
 */
record CsvTable(String origin, List<Row> rows) {

  /** One row and the line it ends on, counted from 1. */
  record Row(long line, List<String> cells) {
    /** A cell, empty where the row has fewer. */
    String cell(int column) {
      return column >= 0 && column < cells.size() ? cells.get(column) : "";
    }
  }

  static CsvTable parse(String origin, List<String> lines) {
    CsvParserSettings settings = settings();
    settings.getFormat().setComment('#');
    return parse(origin, lines, settings);
  }

  /**
   * Rows parted by commas, semicolons, tabs or bars, whichever it is; {@code #} is as any other
   * character.
   */
  static CsvTable parseAny(String origin, List<String> lines) {
    CsvParserSettings settings = settings();
    // No line has it.
    settings.getFormat().setComment('\0');
    String first = lines.isEmpty() ? "" : lines.get(0).strip();
    if (first.toLowerCase(Locale.ROOT).startsWith("sep=") && first.length() == 5) {
      // As Excel reads it.
      settings.getFormat().setDelimiter(first.charAt(4));
      List<String> rest = new ArrayList<>(lines);
      rest.set(0, "");
      return parse(origin, rest, settings);
    }
    settings.setDelimiterDetectionEnabled(true, ',', ';', '\t', '|');
    return parse(origin, lines, settings);
  }

  /** Rows parted by a character; {@code #} is as any other. */
  static CsvTable parse(String origin, List<String> lines, char delimiter) {
    CsvParserSettings settings = settings();
    settings.getFormat().setComment('\0');
    settings.getFormat().setDelimiter(delimiter);
    return parse(origin, lines, settings);
  }

  private static CsvParserSettings settings() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setLineSeparator("\n");
    return settings;
  }

  private static CsvTable parse(String origin, List<String> lines, CsvParserSettings settings) {
    settings.setNullValue("");
    settings.setEmptyValue("");
    CsvParser parser = new CsvParser(settings);
    List<Row> rows = new ArrayList<>();
    try {
      // The parser counts the ends of lines, so the last line needs one.
      parser.beginParsing(new StringReader(String.join("\n", lines) + "\n"));
      for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
        rows.add(new Row(parser.getContext().currentLine(), List.copyOf(Arrays.asList(cells))));
      }
    } catch (TextParsingException malformed) {
      throw new MobileSparkException(
          origin + " is not CSV: line " + (malformed.getLineIndex() + 1), malformed);
    }
    return new CsvTable(origin, List.copyOf(rows));
  }
}

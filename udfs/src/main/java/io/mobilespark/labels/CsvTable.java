package io.mobilespark.labels;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.mobilespark.MobileSparkException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a CSV text (RFC 4180, UTF-8, comma) with the line each one ends on. Cells are trimmed
 * unless quoted, absent ones are empty; blank lines and lines that begin with {@code #} are left
 * out.
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
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.getFormat().setComment('#');
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

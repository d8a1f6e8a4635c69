// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import io.mobilespark.labels.ClassList.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads class lists from text and CSV; see {@link ClassList#parse}. */
final class ClassListText {
  private final String origin;

  private ClassListText(String origin) {
    this.origin = origin;
  }

  static ClassList parse(String origin, List<String> lines) {
    List<String> text = new ArrayList<>(lines);
    if (!text.isEmpty() && text.get(0).startsWith("\uFEFF")) {
      text.set(0, text.get(0).substring(1));
    }
    ClassListText parser = new ClassListText(origin);
    String first = text.stream().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    if (first.startsWith("{") || first.startsWith("[")) {
      return new ClassList(origin, toldApart(ClassListJson.parse(origin, String.join("\n", text))));
    }
    boolean csv = origin.toLowerCase(Locale.ROOT).endsWith(".csv") || hasHeader(text);
    return new ClassList(
        origin, toldApart(csv ? parser.table(CsvTable.parse(origin, text)) : parser.lines(text)));
  }

  /** The label is the key: of several classes of one label each has its index behind it. */
  private static List<Entry> toldApart(List<Entry> entries) {
    Map<String, Integer> counts = new HashMap<>();
    entries.forEach(entry -> counts.merge(entry.label(), 1, Integer::sum));
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean alone = counts.getOrDefault(entry.label(), 0) == 1;
      all.add(alone ? entry : new Entry(entry.label() + " (" + i + ")", entry.names()));
    }
    return all;
  }

  private static boolean hasHeader(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .findFirst()
        .map(line -> Arrays.stream(line.split(",", -1)).map(ClassListText::title).toList())
        .filter(titles -> titles.size() > 1 && titles.contains("label"))
        .isPresent();
  }

  private static String title(String cell) {
    return cell.strip().toLowerCase(Locale.ROOT);
  }

  private List<Entry> lines(List<String> text) {
    int end = text.size();
    while (end > 0 && text.get(end - 1).isBlank()) {
      end--;
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      String label = text.get(i).strip();
      if (!label.startsWith("#")) {
        check(label, i + 1);
        entries.add(new Entry(label, List.of(label)));
      }
    }
    return entries;
  }

  private List<Entry> table(CsvTable table) {
    List<CsvTable.Row> rows = table.rows();
    List<String> titles = List.of("label", "name");
    if (!rows.isEmpty()) {
      List<String> first = rows.get(0).cells().stream().map(ClassListText::title).toList();
      if (first.contains("label")) {
        titles = first;
        rows = rows.subList(1, rows.size());
      } else if (first.size() > 2) {
        throw refused(rows.get(0).line(), first.size() + " columns need a header with label");
      }
    }
    return titles.contains("index") ? indexed(rows, titles) : inOrder(rows, titles);
  }

  private List<Entry> inOrder(List<CsvTable.Row> rows, List<String> titles) {
    return rows.stream().map(row -> entry(row, titles)).toList();
  }

  private List<Entry> indexed(List<CsvTable.Row> rows, List<String> titles) {
    TreeMap<Integer, CsvTable.Row> byIndex = new TreeMap<>();
    for (CsvTable.Row row : rows) {
      int index = index(row, row.cell(titles.indexOf("index")));
      CsvTable.Row earlier = byIndex.put(index, row);
      if (earlier != null) {
        throw refused(row.line(), "index " + index + " stands in line " + earlier.line() + " too");
      }
    }
    List<Entry> entries = new ArrayList<>();
    byIndex.forEach(
        (index, row) -> {
          if (index != entries.size()) {
            throw refused(row.line(), "index " + index + ", but no " + entries.size());
          }
          entries.add(entry(row, titles));
        });
    return entries;
  }

  private int index(CsvTable.Row row, String cell) {
    if (!cell.matches("\\d{1,9}")) {
      throw refused(row.line(), "the index is '" + cell + "'");
    }
    return Integer.parseInt(cell);
  }

  private Entry entry(CsvTable.Row row, List<String> titles) {
    String label = row.cell(titles.indexOf("label"));
    check(label, row.line());
    String name = row.cell(titles.indexOf("name"));
    List<String> names = new ArrayList<>(List.of(name.isEmpty() ? label : name));
    for (String synonym : row.cell(titles.indexOf("synonyms")).split(";", -1)) {
      if (!synonym.isBlank()) {
        names.add(synonym.strip());
      }
    }
    return new Entry(label, names);
  }

  private void check(String label, long line) {
    if (label.isEmpty()) {
      throw refused(line, "the label is empty");
    }
  }

  private MobileSparkException refused(long line, String why) {
    return new MobileSparkException(origin + " line " + line + ": " + why);
  }
}

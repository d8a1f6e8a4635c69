// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes pictures and all their labels out of a text: a row a picture with its labels in a cell, a
 * row for each label of a picture, a column of 0 and 1 for each label, or JSON.
 *
 * @param origin what messages call the text
 * @param lines the text, a byte order mark left out
 * @param splitter parts labels
 * @param bad takes lines that cannot be read
 */
record LabelSetText(String origin, List<String> lines, LabelSplitter splitter, BadLines bad) {
  private static final List<String> LABEL_TITLES =
      List.of(
          "labels",
          "tags",
          "categories",
          "classes",
          "class_names",
          "targets",
          "attributes",
          "label",
          "tag",
          "class",
          "class_name",
          "category",
          "target",
          "class_index",
          "class_id",
          "index");

  /** A file's name with an extension, and what follows it. */
  private static final Pattern NAME_FIRST =
      Pattern.compile("(\\S.*?\\.[A-Za-z0-9]{2,5})(?:[ \\t]+(.*))?");

  private static final String DELIMITERS = "\t,;|";

  LabelSetText {
    List<String> text = new ArrayList<>(lines);
    if (!text.isEmpty() && text.get(0).startsWith("\uFEFF")) {
      text.set(0, text.get(0).substring(1));
    }
    // Lines stay numbered as they stand in the file.
    for (int i = 0; i < text.size() && text.get(i).startsWith("#"); i++) {
      text.set(i, "");
    }
    lines = List.copyOf(text);
  }

  /** What a text holds, and how it was laid out. */
  record Sets(TruthLayout layout, String arrangement, List<LabelledSet> pictures) {}

  Sets sets(Optional<TruthColumns> columns) {
    int start = firstLine();
    String first = start < lines.size() ? lines.get(start).strip() : "";
    if (columns.isEmpty() && (first.startsWith("{") || first.startsWith("["))) {
      return new Sets(
          TruthLayout.JSON,
          "an array a picture",
          LabelSetJson.pictures(
              origin,
              String.join("\n", lines),
              TruthText.PICTURE_TITLES,
              LABEL_TITLES,
              splitter,
              bad));
    }
    Optional<Sets> blanks = blankParted(start);
    if (blanks.isPresent()) {
      return blanks.get();
    }
    if (columns.isEmpty() && (delimiter(first) == 0 || first.matches("\\S+\\.\\w{2,5} .*"))) {
      return new Sets(TruthLayout.NAME, "the labels behind each picture", named(start));
    }
    return csv(first, columns);
  }

  private int firstLine() {
    int first = 0;
    while (first < lines.size() && lines.get(first).isBlank()) {
      first++;
    }
    return first;
  }

  /** CelebA's text: the number of pictures, the labels, and a row of flags for each picture. */
  private Optional<Sets> blankParted(int start) {
    boolean counted = start < lines.size() && lines.get(start).strip().matches("\\d+");
    int header = start + (counted ? 1 : 0);
    if (header + 1 >= lines.size() || delimiter(lines.get(header)) != 0) {
      return Optional.empty();
    }
    List<String> titles = words(lines.get(header));
    int cells = words(lines.get(header + 1)).size();
    boolean unnamed = cells == titles.size() + 1;
    if ((!unnamed && cells != titles.size()) || splitter.columns(titles).size() < 2) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>(titles);
    if (unnamed) {
      all.add(0, "");
    }
    List<CsvTable.Row> rows = new ArrayList<>();
    for (int i = header + 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(new CsvTable.Row(i + 1L, words(lines.get(i))));
      }
    }
    return Optional.of(flags(all, splitter.columns(titles), rows));
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split("\\s+", -1));
  }

  private List<LabelledSet> named(int start) {
    List<LabelledSet> pictures = new ArrayList<>();
    for (String line : lines.subList(start, lines.size())) {
      if (line.isBlank()) {
        continue;
      }
      String text = line.strip();
      Matcher matcher = NAME_FIRST.matcher(text);
      boolean extension = matcher.matches();
      String[] parts = text.split("\\s+", 2);
      String picture = extension ? matcher.group(1) : parts[0];
      String rest = extension ? matcher.group(2) : parts.length > 1 ? parts[1] : "";
      pictures.add(new LabelledSet(picture, splitter.labels(rest == null ? "" : rest)));
    }
    return pictures;
  }

  private Sets csv(String first, Optional<TruthColumns> chosen) {
    List<CsvTable.Row> rows =
        (first.toLowerCase(Locale.ROOT).startsWith("sep=")
                ? CsvTable.parseAny(origin, lines)
                : CsvTable.parse(origin, lines, delimiter(first) == 0 ? ',' : delimiter(first)))
            .rows();
    if (rows.isEmpty()) {
      throw new MobileSparkException(origin + ": no picture is labelled");
    }
    List<String> titles = rows.get(0).cells();
    List<CsvTable.Row> below = rows.subList(1, rows.size());
    if (chosen.isPresent()) {
      int picture = column(titles, List.of(chosen.get().picture()));
      int label = column(titles, List.of(chosen.get().label()));
      if (picture < 0 || label < 0) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s has the columns %s, wanted %s and %s",
                origin,
                titles,
                chosen.get().picture(),
                chosen.get().label()));
      }
      return cells(picture, label, below);
    }
    List<String> own = splitter.columns(titles);
    int picture = column(titles, TruthText.PICTURE_TITLES);
    int label = column(titles, LABEL_TITLES);
    boolean flagged =
        !below.isEmpty()
            && own.stream()
                .allMatch(title -> LabelSplitter.isFlag(below.get(0).cell(titles.indexOf(title))));
    if (flagged && own.size() >= 2) {
      return flags(titles, own, below);
    }
    if (picture >= 0 && label >= 0) {
      return cells(picture, label, below);
    }
    if (picture >= 0 || label >= 0) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s has the columns %s: which are picture and labels? --truth-columns names them",
              origin,
              titles));
    }
    return headless(rows);
  }

  private Sets cells(int picture, int label, List<CsvTable.Row> rows) {
    List<LabelledSet> pictures = new ArrayList<>();
    for (CsvTable.Row row : rows) {
      if (hasPicture(row, picture)) {
        pictures.add(new LabelledSet(row.cell(picture), splitter.labels(row.cell(label))));
      }
    }
    return new Sets(TruthLayout.CSV, "a column of labels", pictures);
  }

  /** Rows of a picture and as many labels as it has, without titles. */
  private Sets headless(List<CsvTable.Row> rows) {
    List<LabelledSet> pictures = new ArrayList<>();
    for (CsvTable.Row row : rows) {
      List<String> labels =
          row.cells().stream().skip(1).flatMap(cell -> splitter.labels(cell).stream()).toList();
      if (hasPicture(row, 0)) {
        pictures.add(new LabelledSet(row.cell(0), labels));
      }
    }
    return new Sets(TruthLayout.CSV, "the labels behind each picture", pictures);
  }

  private Sets flags(List<String> titles, List<String> labels, List<CsvTable.Row> rows) {
    splitter.requireAll(origin, labels);
    int picture = Math.max(0, column(titles, TruthText.PICTURE_TITLES));
    List<LabelledSet> pictures = new ArrayList<>();
    for (CsvTable.Row row : rows) {
      if (!hasPicture(row, picture)) {
        continue;
      }
      try {
        pictures.add(new LabelledSet(row.cell(picture), present(titles, labels, row)));
      } catch (MobileSparkException neither) {
        bad.skip(neither);
      }
    }
    return new Sets(TruthLayout.CSV, "a column of 0 and 1 for each label", pictures);
  }

  private List<String> present(List<String> titles, List<String> labels, CsvTable.Row row) {
    String where = origin + " line " + row.line();
    return labels.stream()
        .filter(label -> LabelSplitter.isPresent(where, label, row.cell(titles.indexOf(label))))
        .toList();
  }

  private boolean hasPicture(CsvTable.Row row, int column) {
    if (row.cell(column).isEmpty()) {
      bad.skip(new MobileSparkException(origin + " line " + row.line() + ": the picture is empty"));
      return false;
    }
    return true;
  }

  private static int column(List<String> header, List<String> titles) {
    List<String> small = header.stream().map(title -> title.toLowerCase(Locale.ROOT)).toList();
    return titles.stream()
        .map(title -> small.indexOf(title.toLowerCase(Locale.ROOT)))
        .filter(column -> column >= 0)
        .findFirst()
        .orElse(-1);
  }

  /** What parts columns: the first such character that is not quoted; 0 for none. */
  private static char delimiter(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char each = line.charAt(i);
      quoted ^= each == '"';
      if (!quoted && DELIMITERS.indexOf(each) >= 0) {
        return each;
      }
    }
    return 0;
  }
}

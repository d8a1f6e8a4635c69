// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes pictures and labels out of a text: a label a line, picture and label a line, or CSV. */
final class TruthText {
  /** Kaggle's column of a class and a box, for each object of the picture. */
  private static final String PREDICTION = "predictionstring";

  /** What parts columns, and is none of a label's or a name's own. */
  private static final Pattern DELIMITER = Pattern.compile("[,;|\t]");

  static final List<String> PICTURE_TITLES =
      List.of(
          "picture",
          "path",
          "file",
          "filename",
          "file_name",
          "filepath",
          "file_path",
          "image",
          "imageid",
          "image_id",
          "image_path",
          "name",
          "key",
          "id");

  private static final List<String> LABEL_TITLES =
      List.of(
          "label",
          "wnid",
          "synset",
          "class",
          "class_name",
          "class_index",
          "class_id",
          "category",
          "target",
          "devkit_id",
          "index",
          PREDICTION);

  private final String origin;
  private final List<String> lines;
  private final BadLines bad;

  /**
   * Trailing blank lines, comment lines at the beginning and a byte order mark do not count.
   *
   * @param bad takes lines that cannot be read
   */
  TruthText(String origin, List<String> lines, BadLines bad) {
    this.origin = origin;
    this.bad = bad;
    List<String> text = new ArrayList<>(lines);
    if (!text.isEmpty() && text.get(0).startsWith("\uFEFF")) {
      text.set(0, text.get(0).substring(1));
    }
    while (!text.isEmpty() && text.get(text.size() - 1).isBlank()) {
      text.remove(text.size() - 1);
    }
    this.lines = text;
  }

  /** The layout, from the first line that is no comment. */
  TruthLayout layout() {
    String first = firstLine() < lines.size() ? lines.get(firstLine()).strip() : "";
    if (first.startsWith("{") || (first.startsWith("[") && isPairs())) {
      return TruthLayout.JSON;
    }
    if (first.startsWith("[")) {
      throw new MobileSparkException(
          origin + " is JSON: label sets (ReaL) come beside the ground truth, not in its place");
    }
    if (first.startsWith("MATLAB")) {
      throw new MobileSparkException(
          origin + " is a MATLAB file: a mapping of devkit ids, not the ground truth");
    }
    if (isNameAndLabel(first)) {
      return TruthLayout.NAME;
    }
    if (DELIMITER.matcher(first).find() || first.toLowerCase(Locale.ROOT).startsWith("sep=")) {
      return TruthLayout.CSV;
    }
    boolean oneWord = first.matches("\\S+");
    return oneWord ? TruthLayout.LINES : TruthLayout.NAME;
  }

  List<LabelledPicture> pictures(TruthLayout layout, Optional<TruthColumns> columns) {
    return switch (layout) {
      case LINES -> validationOrder();
      case NAME -> names();
      case CSV -> csv(columns);
      case JSON -> TruthJson.pictures(origin, text(), PICTURE_TITLES, LABEL_TITLES, bad);
      default -> throw new MobileSparkException(origin + " is a text, not " + layout.id());
    };
  }

  /** Whether a tab parts a picture from its label, and no titles of columns. */
  private static boolean isNameAndLabel(String line) {
    List<String> cells = List.of(line.toLowerCase(Locale.ROOT).split("\t", -1));
    return cells.size() == 2
        && cells.stream().noneMatch(cell -> cell.matches(".*[,;|].*"))
        && (column(cells, PICTURE_TITLES) < 0 || column(cells, LABEL_TITLES) < 0);
  }

  /** Whether an array holds objects, and not label sets. */
  private boolean isPairs() {
    return text().replaceFirst("^\\[\\s*", "").startsWith("{");
  }

  private String text() {
    return String.join("\n", lines.subList(firstLine(), lines.size()));
  }

  private int firstLine() {
    int first = 0;
    while (first < lines.size() && lines.get(first).startsWith("#")) {
      first++;
    }
    return first;
  }

  private List<LabelledPicture> validationOrder() {
    List<LabelledPicture> pictures = new ArrayList<>();
    int before = firstLine();
    for (int i = before; i < lines.size(); i++) {
      String label = lines.get(i).strip();
      if (label.isEmpty() || label.indexOf(' ') >= 0) {
        bad.skip(refused(i, "'" + label + "' is not one label"));
      } else {
        pictures.add(new LabelledPicture(KnownPictures.validation(i - before + 1), label));
      }
    }
    if (lines.size() - before != KnownPictures.VALIDATION_PICTURES) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s labels %d pictures in order; the ILSVRC2012 validation set has %d",
              origin,
              lines.size() - before,
              KnownPictures.VALIDATION_PICTURES));
    }
    return pictures;
  }

  private List<LabelledPicture> names() {
    List<LabelledPicture> pictures = new ArrayList<>();
    for (int i = firstLine(); i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int gap = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
      if (gap < 0) {
        bad.skip(refused(i, "'" + line + "' is not a picture and a label"));
      } else {
        String picture = line.substring(0, gap).strip();
        pictures.add(new LabelledPicture(picture, line.substring(gap + 1)));
      }
    }
    if (DevkitIds.ilsvrc2012().isListedBy(pictures)) {
      throw new MobileSparkException(
          origin + " is a mapping of devkit ids 1 to 1000, not the ground truth");
    }
    return pictures;
  }

  private List<LabelledPicture> csv(Optional<TruthColumns> chosen) {
    // Lines stay numbered as they stand in the file.
    List<String> text = new ArrayList<>(lines);
    for (int i = 0; i < firstLine(); i++) {
      text.set(i, "");
    }
    List<CsvTable.Row> rows = CsvTable.parseAny(origin, text).rows();
    List<String> header =
        rows.isEmpty()
            ? List.of()
            : rows.get(0).cells().stream().map(title -> title.toLowerCase(Locale.ROOT)).toList();
    int picture = column(header, chosen.map(c -> List.of(c.picture())).orElse(PICTURE_TITLES));
    int label = column(header, chosen.map(c -> List.of(c.label())).orElse(LABEL_TITLES));
    int first = 1;
    if (picture < 0 || label < 0) {
      boolean titled = chosen.isPresent() || picture >= 0 || label >= 0 || header.size() != 2;
      if (titled) {
        throw new MobileSparkException(
            chosen
                .map(
                    c ->
                        String.format(
                            Locale.ROOT,
                            "%s has the columns %s, wanted %s and %s",
                            origin,
                            header,
                            c.picture(),
                            c.label()))
                .orElse(
                    String.format(
                        Locale.ROOT,
                        "%s has the columns %s: which are picture and label?",
                        origin,
                        header)));
      }
      picture = 0;
      label = 1;
      first = 0;
    }
    boolean kaggle = first == 1 && header.get(label).equals(PREDICTION);
    List<LabelledPicture> pictures = new ArrayList<>();
    for (CsvTable.Row row : rows.subList(Math.min(first, rows.size()), rows.size())) {
      if (row.cell(picture).isEmpty() || row.cell(label).isEmpty()) {
        bad.skip(refused((int) row.line() - 1, "picture or label is empty"));
      } else {
        pictures.add(new LabelledPicture(row.cell(picture), label(row.cell(label), kaggle)));
      }
    }
    return pictures;
  }

  /** The first class of several with their boxes. */
  private static String label(String cell, boolean kaggle) {
    int blank = kaggle ? cell.indexOf(' ') : -1;
    return blank < 0 ? cell : cell.substring(0, blank);
  }

  private static int column(List<String> header, List<String> titles) {
    return titles.stream()
        .map(title -> header.indexOf(title.toLowerCase(Locale.ROOT)))
        .filter(column -> column >= 0)
        .findFirst()
        .orElse(-1);
  }

  private MobileSparkException refused(int line, String why) {
    return new MobileSparkException(origin + " line " + (line + 1) + ": " + why);
  }
}

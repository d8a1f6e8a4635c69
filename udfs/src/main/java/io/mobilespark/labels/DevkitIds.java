// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The class numbers of the ILSVRC2012 development kit, 1 to 1000, which its ground truth uses. They
 * are in another order than the outputs of any model. Immutable.
 */
public final class DevkitIds implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int CLASSES = 1000;

  private final String origin;
  private final List<String> labels;

  /** Wants the ids from 1 on without holes, and no label twice. */
  DevkitIds(String origin, Map<Integer, String> labelsById) {
    this.origin = origin;
    Map<String, Integer> seen = new HashMap<>();
    List<String> inOrder = new ArrayList<>();
    new TreeMap<>(labelsById)
        .forEach(
            (id, label) -> {
              inOrder.add(label);
              Integer earlier = seen.put(label, id);
              if (id != inOrder.size()) {
                throw new MobileSparkException(
                    origin + " has the id " + id + ", but no " + inOrder.size());
              }
              if (earlier != null) {
                throw new MobileSparkException(
                    origin + " gives " + label + " the ids " + earlier + " and " + id);
              }
            });
    this.labels = List.copyOf(inOrder);
  }

  /** The numbers as ILSVRC2012 gave them out. */
  public static DevkitIds ilsvrc2012() {
    return Published.IDS;
  }

  /**
   * Reads a mapping: the devkit's {@code meta.mat}, or lines {@code id wnid}. Ids from 1001 on are
   * left out: they are inner nodes of the hierarchy, which no picture is labelled with.
   *
   * @param origin what messages call the mapping: the path it was read from
   * @param content read to its end, not closed
   * @throws MobileSparkException with the line, when it is neither
   */
  public static DevkitIds read(String origin, InputStream content) throws IOException {
    byte[] bytes = content.readAllBytes();
    Map<Integer, String> labelsById =
        DevkitMat.isMat(bytes)
            ? DevkitMat.labelsById(origin, bytes)
            : lines(origin, new String(bytes, StandardCharsets.UTF_8));
    labelsById.keySet().removeIf(id -> id > CLASSES);
    return new DevkitIds(origin, labelsById);
  }

  private static Map<Integer, String> lines(String origin, String text) {
    Map<Integer, String> labelsById = new HashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).strip().split("\\s+", -1);
      if (cells.length != 2 || !cells[0].matches("\\d{1,9}")) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s line %d: '%s' is not an id and a wnid",
                origin,
                i + 1,
                lines.get(i)));
      }
      if (labelsById.put(Integer.valueOf(cells[0]), cells[1]) != null) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s line %d: the id %s stands there a second time",
                origin,
                i + 1,
                cells[0]));
      }
    }
    return labelsById;
  }

  /** Number of classes; ids run from 1 to it. */
  public int size() {
    return labels.size();
  }

  /** The label (wnid) of an id from 1 on. */
  public String label(int id) {
    return labels.get(id - 1);
  }

  /** The id of a label; 0 when it has none. */
  int id(String label) {
    return labels.indexOf(label) + 1;
  }

  /** Whether lines begin with all ids in order, each with its label: then they are a mapping. */
  boolean isListedBy(List<LabelledPicture> lines) {
    return lines.size() >= size()
        && IntStream.range(0, size())
            .allMatch(
                i ->
                    lines.get(i).picture().equals(String.valueOf(i + 1))
                        && lines.get(i).label().equals(labels.get(i)));
  }

  /** Whether every id's label is in the list, and every class but a background has an id. */
  boolean fits(ClassList classes) {
    return size() == classes.size() - classes.firstClass() && strangers(classes).isEmpty();
  }

  /**
   * Wants the ids' labels to be those of the list, a background aside.
   *
   * @throws MobileSparkException with what differs
   */
  void requireFit(ClassList classes) {
    List<String> strangers = strangers(classes);
    if (!strangers.isEmpty()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s has %d labels that %s lacks, %s for one",
              origin,
              strangers.size(),
              classes.origin(),
              strangers.get(0)));
    }
    if (!fits(classes)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s has %d ids, but %s lists %d classes",
              origin,
              size(),
              classes.origin(),
              classes.size() - classes.firstClass()));
    }
  }

  private List<String> strangers(ClassList classes) {
    return labels.stream().filter(label -> classes.indexOf(label).isEmpty()).toList();
  }

  /**
   * The class index of an id.
   *
   * @throws MobileSparkException when the list lacks the id's label
   */
  public int index(int id, ClassList classes) {
    return classes
        .indexOf(label(id))
        .orElseThrow(
            () ->
                new MobileSparkException(
                    String.format(
                        Locale.ROOT,
                        "%s says that %d is %s, which %s does not list",
                        origin,
                        id,
                        label(id),
                        classes.origin())));
  }

  private static final class Published {
    private static final DevkitIds IDS = load();

    private static DevkitIds load() {
      String resource = ClassList.IMAGENET_RESOURCE;
      try (InputStream bytes =
          Objects.requireNonNull(DevkitIds.class.getResourceAsStream(resource), resource)) {
        List<String> lines =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
                .lines()
                .toList();
        List<CsvTable.Row> rows = CsvTable.parse(resource, lines).rows();
        int id = rows.get(0).cells().indexOf("devkit_id");
        int label = rows.get(0).cells().indexOf("label");
        Map<Integer, String> labelsById = new HashMap<>();
        for (CsvTable.Row row : rows.subList(1, rows.size())) {
          labelsById.put(Integer.valueOf(row.cell(id)), row.cell(label));
        }
        return new DevkitIds("the ILSVRC2012 devkit", labelsById);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }
}

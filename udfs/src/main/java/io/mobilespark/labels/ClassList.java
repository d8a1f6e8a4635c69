// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the outputs of a model mean: for every index a label, which is unique and the key, and names
 * for people, which need not be unique. Immutable.
 */
public final class ClassList implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The label and name of the class before the first in models with one output more. */
  public static final String BACKGROUND = "background";

  /** Columns index, label, devkit_id, name, synonyms. */
  static final String IMAGENET_RESOURCE = "imagenet-classes.csv";

  private static final int IMAGENET_CLASSES = 1000;

  private final String origin;
  private final List<Entry> entries;
  private final Map<String, Integer> indices;

  /** Names that one class alone has, in small letters. */
  private final Map<String, Integer> indicesOfNames;

  /**
   * One class.
   *
   * @param label the key
   * @param names the usual name first; never empty
   */
  record Entry(String label, List<String> names) implements Serializable {
    Entry {
      names = List.copyOf(names);
      if (label.isEmpty() || names.isEmpty()) {
        throw new IllegalArgumentException("a class needs a label and a name: " + label + names);
      }
    }
  }

  ClassList(String origin, List<Entry> entries) {
    this.origin = origin;
    this.entries = List.copyOf(entries);
    Map<String, Integer> byLabel = new LinkedHashMap<>();
    for (Entry entry : this.entries) {
      Integer earlier = byLabel.put(entry.label(), byLabel.size());
      if (earlier != null) {
        throw new MobileSparkException(origin + " has the label " + entry.label() + " twice");
      }
    }
    if (byLabel.isEmpty()) {
      throw new MobileSparkException(origin + " lists no class");
    }
    this.indices = Map.copyOf(byLabel);
    this.indicesOfNames = names(this.entries);
  }

  /**
   * The 1,000 classes of ILSVRC2012 in the order of the outputs of Keras, torchvision and timm: the
   * alphabetical order of WordNet 3.0 synset ids ("wnid"), which are the labels. Names are the
   * synset's lemmas.
   */
  public static ClassList imagenet() {
    return ImageNet.CLASSES;
  }

  /**
   * A list from a text: one label a line, or CSV.
   *
   * <p>A label that stands there more than once is told apart by its index, as {@code crane (134)};
   * its name stays. JSON is an array of labels, or an object of indices and labels, the labels
   * being texts or, as Keras writes them, a wnid and a name; or one with such an object as {@code
   * id2label}, as Hugging Face writes it.
   *
   * <p>It is CSV when the origin ends in {@code .csv} or its first line is a header with commas and
   * a column {@code label}. CSV columns are {@code label}, {@code name}, {@code synonyms} (parted
   * by semicolons) and {@code index}; the index puts rows in order and must run from 0 without
   * holes. CSV without a header is {@code label[,name]} in order. A class without a name is called
   * by its label. Lines that begin with {@code #} are comments.
   *
   * @param origin what messages call the list: the path it was read from
   * @param text read to its end, not closed
   * @throws MobileSparkException with the line, when a label is empty or an index doubled or
   *     missing
   * @throws IOException when reading fails
   */
  public static ClassList parse(String origin, Reader text) throws IOException {
    try {
      return ClassListText.parse(origin, new BufferedReader(text).lines().toList());
    } catch (UncheckedIOException failed) {
      throw new IOException("cannot read " + origin, failed.getCause());
    }
  }

  /**
   * A list of labels in order, each its own name.
   *
   * @param origin what messages call the list
   * @throws MobileSparkException when a label is empty or doubled, or there is none
   */
  public static ClassList of(String origin, List<String> labels) {
    if (labels.stream().anyMatch(String::isEmpty)) {
      throw new MobileSparkException(origin + " has an empty label");
    }
    return new ClassList(
        origin, labels.stream().map(label -> new Entry(label, List.of(label))).toList());
  }

  /** The list as CSV that {@link #parse} reads: index, label and name. */
  public String csv() {
    StringBuilder csv = new StringBuilder("index,label,name\n");
    for (int i = 0; i < size(); i++) {
      csv.append(i).append(quoted(label(i))).append(quoted(name(i))).append('\n');
    }
    return csv.toString();
  }

  private static String quoted(String cell) {
    return ",\"" + cell.replace("\"", "\"\"") + "\"";
  }

  /** Where the list comes from. */
  public String origin() {
    return origin;
  }

  /** Number of classes, the background counted where there is one. */
  public int size() {
    return entries.size();
  }

  /** The label of a class: the wnid for ImageNet. */
  public String label(int index) {
    return entries.get(index).label();
  }

  /** The usual name of a class. */
  public String name(int index) {
    return names(index).get(0);
  }

  /** All names of a class, the usual one first. */
  public List<String> names(int index) {
    return entries.get(index).names();
  }

  /** The index of a label; empty when no class has it. */
  public OptionalInt indexOf(String label) {
    Integer index = indices.get(label);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * The index of a class that alone has this name, in any case: one of its names, or all with a
   * comma and a blank between them; empty when none has, or several.
   */
  public OptionalInt indexOfName(String name) {
    Integer index = indicesOfNames.get(key(name));
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  private static Map<String, Integer> names(List<Entry> entries) {
    Map<String, Integer> unique = new HashMap<>();
    Set<String> several = new HashSet<>();
    int first = entries.get(0).label().equals(BACKGROUND) ? 1 : 0;
    for (int i = first; i < entries.size(); i++) {
      Set<String> own = new HashSet<>();
      entries.get(i).names().forEach(name -> own.add(key(name)));
      own.add(key(String.join(", ", entries.get(i).names())));
      for (String name : own) {
        if (unique.putIfAbsent(name, i) != null) {
          several.add(name);
        }
      }
    }
    unique.keySet().removeAll(several);
    return Map.copyOf(unique);
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether index 0 is the background and not a class of the data set. */
  public boolean hasBackground() {
    return label(0).equals(BACKGROUND);
  }

  /** The index of the first class of the data set: 1 behind a background, else 0. */
  public int firstClass() {
    return hasBackground() ? 1 : 0;
  }

  /** This list behind a background class at index 0, as TF-Slim's models count. */
  public ClassList withBackground() {
    if (hasBackground()) {
      return this;
    }
    List<Entry> shifted = new ArrayList<>(size() + 1);
    shifted.add(new Entry(BACKGROUND, List.of(BACKGROUND)));
    shifted.addAll(entries);
    return new ClassList(origin, shifted);
  }

  /**
   * The list for a model with this many outputs: this one, or, for 1,000 classes and 1,001 outputs,
   * {@link #withBackground()}.
   *
   * @throws MobileSparkException with both numbers when they differ otherwise
   */
  public ClassList forOutputs(int outputs) {
    if (outputs == size()) {
      return this;
    }
    if (outputs == IMAGENET_CLASSES + 1 && size() == IMAGENET_CLASSES && !hasBackground()) {
      return withBackground();
    }
    throw new MobileSparkException(
        "the model has " + outputs + " outputs, but " + origin + " lists " + size() + " classes");
  }

  @Override
  public String toString() {
    return origin + " (" + size() + " classes)";
  }

  private static final class ImageNet {
    private static final ClassList CLASSES = load();

    private static ClassList load() {
      try (Reader text =
          new InputStreamReader(
              Objects.requireNonNull(
                  ClassList.class.getResourceAsStream(IMAGENET_RESOURCE), IMAGENET_RESOURCE),
              StandardCharsets.UTF_8)) {
        return ClassListText.parse("imagenet", new BufferedReader(text).lines().toList());
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }
}

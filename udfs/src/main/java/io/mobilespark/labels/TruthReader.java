// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.PictureKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads the ground truth of a validation set: recognises its convention from the content, or takes
 * the one that is demanded, and refuses an order that cannot be right.
 *
 * @param classes gives the class indices
 * @param devkitIds what devkit ids mean
 * @param demanded the convention, when it is not to be recognised
 * @param columns titles of CSV columns, when they are not the usual ones
 * @param badLines lines that cannot be read and are skipped, at most; what cannot be read is
 *     refused from the next one on
 */
public record TruthReader(
    ClassList classes,
    DevkitIds devkitIds,
    Optional<TruthFormat> demanded,
    Optional<TruthColumns> columns,
    int badLines) {

  private static final int WHOLE = Integer.MAX_VALUE;

  /** Recognises the convention; devkit ids mean what ILSVRC2012 says. */
  public static TruthReader of(ClassList classes) {
    return new TruthReader(classes, DevkitIds.ilsvrc2012(), Optional.empty(), Optional.empty(), 0);
  }

  /** Demands a convention. */
  public TruthReader withFormat(TruthFormat format) {
    return new TruthReader(classes, devkitIds, Optional.of(format), columns, badLines);
  }

  /** Chooses columns of CSV by their titles, in any case. */
  public TruthReader withColumns(TruthColumns chosen) {
    return new TruthReader(classes, devkitIds, demanded, Optional.of(chosen), badLines);
  }

  /**
   * Takes the mapping of devkit ids from elsewhere.
   *
   * @throws MobileSparkException when its wnids are not those of the class list
   */
  public TruthReader withDevkitIds(DevkitIds mapping) {
    mapping.requireFit(classes);
    return new TruthReader(classes, mapping, demanded, columns, badLines);
  }

  /** Skips and counts lines that cannot be read, so many at most. */
  public TruthReader skippingBadLines(int most) {
    return new TruthReader(classes, devkitIds, demanded, columns, most);
  }

  /**
   * Reads a text: labels in the order of the validation pictures, lines of picture and label, or
   * CSV.
   *
   * @param origin what messages call the text: the path it was read from
   * @param text read to its end, not closed
   * @throws MobileSparkException when it has no convention that can be right, or a picture twice
   * @throws IOException when reading fails
   */
  public NamedTruth readNames(String origin, Reader text) throws IOException {
    BadLines bad = new BadLines(badLines);
    return named(origin, labelled(origin, text, bad), WHOLE, bad);
  }

  /**
   * Takes the names of the folders that pictures lie in for their labels.
   *
   * @param origin what messages call the pictures: the folder that was listed
   * @param paths of all pictures
   * @throws MobileSparkException as {@link #readNames}
   */
  public NamedTruth folderNames(String origin, Collection<String> paths) {
    return named(origin, inFolders(paths), WHOLE, new BadLines(badLines));
  }

  /**
   * As {@link #readNames}, for sets whose files' names are different without their folders.
   *
   * @throws MobileSparkException as {@link #readNames}, and when a file's name stands there twice
   */
  public GroundTruth read(String origin, Reader text) throws IOException {
    BadLines bad = new BadLines(badLines);
    return byKey(named(origin, labelled(origin, text, bad), 1, bad));
  }

  /**
   * As {@link #folderNames}, for sets whose files' names are different without their folders.
   *
   * @throws MobileSparkException as {@link #folderNames}, and when a file's name stands there twice
   */
  public GroundTruth folders(String origin, Collection<String> paths) {
    return byKey(named(origin, inFolders(paths), 1, new BadLines(badLines)));
  }

  /**
   * Reads labels that stand beside their pictures already, in a Parquet table for instance.
   *
   * @throws MobileSparkException as {@link #read}
   */
  public GroundTruth pictures(
      String origin, TruthLayout layout, Collection<LabelledPicture> pictures) {
    return byKey(
        named(origin, new Labelled(layout, List.copyOf(pictures)), 1, new BadLines(badLines)));
  }

  private Labelled labelled(String origin, Reader text, BadLines bad) throws IOException {
    List<String> lines;
    try {
      lines = new BufferedReader(text).lines().toList();
    } catch (UncheckedIOException failed) {
      throw new IOException("cannot read " + origin, failed.getCause());
    }
    TruthText truth = new TruthText(origin, lines, bad);
    TruthLayout layout =
        demanded
            .map(TruthFormat::layout)
            .orElseGet(() -> columns.isPresent() ? TruthLayout.CSV : truth.layout());
    return new Labelled(layout, truth.pictures(layout, columns));
  }

  private static Labelled inFolders(Collection<String> paths) {
    return new Labelled(TruthLayout.FOLDER, paths.stream().map(LabelledPicture::inFolder).toList());
  }

  private static GroundTruth byKey(NamedTruth truth) {
    Map<String, Integer> indices = new LinkedHashMap<>();
    truth.indices().forEach((name, index) -> indices.put(PictureKey.of(name), index));
    return new GroundTruth(truth.format(), truth.recognition(), indices);
  }

  /** Refuses pictures that are the same by so many parts of their names. */
  private NamedTruth named(String origin, Labelled labelled, int parts, BadLines bad) {
    List<LabelledPicture> pictures =
        readable(
            labelled.pictures().stream().filter(each -> namesFile(origin, each, bad)).toList(),
            picture -> List.of(picture.label()),
            (picture, label) -> unreadable(origin, picture.picture(), label),
            bad);
    LabelRecognition recognition =
        recognise(
            origin,
            labelled.layout(),
            new TreeSet<>(pictures.stream().map(LabelledPicture::label).toList()),
            pictures);
    LabelReading reading = recognition.reading();
    Map<String, LabelledPicture> byKey = new HashMap<>();
    Map<String, Integer> indices = new LinkedHashMap<>();
    for (LabelledPicture picture : pictures) {
      String key = PictureKey.find(picture.picture(), parts).orElseThrow();
      LabelledPicture earlier = byKey.put(key, picture);
      if (earlier != null) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s labels the picture %s twice: %s as %s and %s as %s",
                origin,
                key,
                earlier.picture(),
                earlier.label(),
                picture.picture(),
                picture.label()));
      }
      indices.put(picture.picture(), reading.index(picture.label()));
    }
    TruthFormat format = new TruthFormat(labelled.layout(), reading.scheme());
    return new NamedTruth(
        format, format + " (" + recognition.reason() + bad.phrase() + ")", indices);
  }

  private static boolean namesFile(String origin, LabelledPicture picture, BadLines bad) {
    if (PictureKey.find(picture.picture(), WHOLE).isPresent()) {
      return true;
    }
    bad.skip(noFile(origin, picture.picture()));
    return false;
  }

  static MobileSparkException noFile(String origin, String picture) {
    return new MobileSparkException(origin + " labels '" + picture + "', which names no file");
  }

  static MobileSparkException unreadable(String origin, String picture, String label) {
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "%s gives %s the label '%s', which names no class",
            origin,
            picture,
            label));
  }

  /**
   * Rows whose labels all name classes by the scheme that has the fewest others, which are skipped;
   * all rows where these are too many, or two schemes differ in them.
   *
   * @param labels of a row
   * @param refusal for a row and its label that names no class
   */
  <T> List<T> readable(
      List<T> rows,
      Function<T, List<String>> labels,
      BiFunction<T, String, MobileSparkException> refusal,
      BadLines bad) {
    if (bad.left() == 0) {
      return rows;
    }
    List<Map<Integer, String>> strangers =
        Arrays.stream(LabelScheme.values())
            .filter(scheme -> demanded.map(TruthFormat::scheme).orElse(scheme) == scheme)
            .filter(scheme -> scheme != LabelScheme.DEVKIT_ID || devkitIds.fits(classes))
            .map(scheme -> strangers(rows, labels, new LabelReading(scheme, classes, devkitIds)))
            .toList();
    int fewest = strangers.stream().mapToInt(Map::size).min().orElse(0);
    List<Map<Integer, String>> least =
        strangers.stream().filter(each -> each.size() == fewest).distinct().toList();
    if (fewest == 0 || fewest > bad.left() || fewest == rows.size() || least.size() > 1) {
      return rows;
    }
    least.get(0).forEach((row, label) -> bad.skip(refusal.apply(rows.get(row), label)));
    return IntStream.range(0, rows.size())
        .filter(row -> !least.get(0).containsKey(row))
        .mapToObj(rows::get)
        .toList();
  }

  /** The numbers of rows with a label that names no class, and that label. */
  private static <T> Map<Integer, String> strangers(
      List<T> rows, Function<T, List<String>> labels, LabelReading reading) {
    Map<Integer, String> strangers = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      labels.apply(rows.get(i)).stream()
          .filter(label -> reading.find(label).isEmpty())
          .findFirst()
          .ifPresent(label -> strangers.put(row, label));
    }
    return strangers;
  }

  /**
   * Decides how labels are read, for ground truth too large for one process.
   *
   * @param labels every label that occurs
   * @param sample pictures with their labels, with those of the known validation pictures among
   *     them
   * @throws MobileSparkException when no convention can be right
   */
  public LabelRecognition recognise(
      String origin,
      TruthLayout layout,
      Collection<String> labels,
      Collection<LabelledPicture> sample) {
    if (demanded.isEmpty()) {
      return LabelRecognition.recognise(origin, new TreeSet<>(labels), sample, classes, devkitIds);
    }
    TruthFormat format = demanded.get();
    if (format.layout() != layout) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s is laid out as %s, but %s is demanded",
              origin,
              layout.id(),
              format));
    }
    if (format.scheme() == LabelScheme.DEVKIT_ID) {
      devkitIds.requireFit(classes);
    }
    return LabelRecognition.forced(
        origin,
        new LabelReading(format.scheme(), classes, devkitIds),
        new TreeSet<>(labels),
        sample);
  }

  /** Pictures and their labels before the scheme is known. */
  private record Labelled(TruthLayout layout, List<LabelledPicture> pictures) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.PictureKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads ground truth of independent labels, of which a picture has any number. A picture may stand
 * there more than once; its labels are those of all its rows.
 *
 * <p>Laid out in one of these ways, which is recognised:
 *
 * <ul>
 *   <li>CSV with a column of the picture and one of its labels, parted as {@link LabelSplitter}
 *       says, or a row for each label of a picture;
 *   <li>CSV, or a text parted by blanks as CelebA's, with a column for each label, in which 1 says
 *       that the picture has it, 0 and -1 that it has not; other columns are not read;
 *   <li>lines of a picture and its labels;
 *   <li>JSON: an object of pictures and arrays of labels, or objects with both;
 *   <li>pictures in folders named by a label.
 * </ul>
 *
 * @param reader recognises how labels are named
 */
public record LabelSetReader(TruthReader reader) {
  /** Parts labels by the reader's class list. */
  public LabelSplitter splitter() {
    return new LabelSplitter(reader.classes());
  }

  /**
   * Reads a text.
   *
   * @param origin what messages call it: the path it was read from
   * @param text read to its end, not closed
   * @throws MobileSparkException when it has no layout that can be right
   * @throws IOException when reading fails
   */
  public NamedLabelSets read(String origin, Reader text) throws IOException {
    List<String> lines;
    try {
      lines = new BufferedReader(text).lines().toList();
    } catch (UncheckedIOException failed) {
      throw new IOException("cannot read " + origin, failed.getCause());
    }
    BadLines bad = new BadLines(reader.badLines());
    return named(
        origin, new LabelSetText(origin, lines, splitter(), bad).sets(reader.columns()), bad);
  }

  /**
   * Takes the names of the folders that pictures lie in for their labels.
   *
   * @param origin what messages call the pictures: the folder that was listed
   * @param paths of all pictures
   * @throws MobileSparkException as {@link #read}
   */
  public NamedLabelSets folders(String origin, Collection<String> paths) {
    List<LabelledSet> pictures =
        paths.stream()
            .map(path -> new LabelledSet(path, List.of(PictureKey.folder(path))))
            .toList();
    return named(
        origin,
        new LabelSetText.Sets(TruthLayout.FOLDER, "folders of one label", pictures),
        new BadLines(reader.badLines()));
  }

  private NamedLabelSets named(String origin, LabelSetText.Sets sets, BadLines bad) {
    List<LabelledSet> named = new ArrayList<>();
    for (LabelledSet picture : sets.pictures()) {
      if (PictureKey.find(picture.picture(), Integer.MAX_VALUE).isEmpty()) {
        bad.skip(TruthReader.noFile(origin, picture.picture()));
      } else {
        named.add(picture);
      }
    }
    List<LabelledSet> pictures =
        reader.readable(
            named,
            LabelledSet::labels,
            (picture, label) -> TruthReader.unreadable(origin, picture.picture(), label),
            bad);
    List<LabelledPicture> pairs = new ArrayList<>();
    for (LabelledSet picture : pictures) {
      picture.labels().forEach(label -> pairs.add(new LabelledPicture(picture.picture(), label)));
    }
    LabelRecognition recognition =
        reader.recognise(
            origin,
            reader.demanded().map(TruthFormat::layout).orElse(sets.layout()),
            new TreeSet<>(pairs.stream().map(LabelledPicture::label).toList()),
            pairs);
    Map<String, TreeSet<Integer>> indices = new LinkedHashMap<>();
    for (LabelledSet picture : pictures) {
      TreeSet<Integer> labels = indices.computeIfAbsent(picture.picture(), name -> new TreeSet<>());
      picture.labels().forEach(label -> labels.add(recognition.reading().index(label)));
    }
    Map<String, List<Integer>> sorted = new LinkedHashMap<>();
    indices.forEach((picture, labels) -> sorted.put(picture, List.copyOf(labels)));
    TruthFormat format = new TruthFormat(sets.layout(), recognition.reading().scheme());
    return new NamedLabelSets(
        format,
        format + " (" + sets.arrangement() + "; " + recognition.reason() + bad.phrase() + ")",
        sorted);
  }
}

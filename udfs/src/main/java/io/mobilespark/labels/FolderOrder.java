// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Numbered folders as a listing sorts them, as strings: 0, 1, 10, 100, 101 and so on. Whoever takes
 * the position in the listing for the class mixes up the classes.
 */
final class FolderOrder {
  private FolderOrder() {}

  /** Numbers 0 to count - 1 in the order of their strings: the number at each position. */
  static List<Integer> numbersByPosition(int count) {
    return IntStream.range(0, count)
        .mapToObj(String::valueOf)
        .sorted()
        .map(Integer::valueOf)
        .toList();
  }

  /**
   * Refuses labels that are positions of the numbered folders that their pictures lie in.
   *
   * @throws MobileSparkException when every label is its folder's position, and some not its number
   */
  static void check(String origin, LabelReading reading, Collection<LabelledPicture> pictures) {
    ClassList classes = reading.classes();
    Map<Integer, Integer> indexByFolder = new LinkedHashMap<>();
    for (LabelledPicture picture : pictures) {
      String folder = picture.folder();
      if (!folder.matches("\\d{1,9}")) {
        return;
      }
      int index = reading.index(picture.label()) - classes.firstClass();
      Integer earlier = indexByFolder.put(Integer.valueOf(folder), index);
      if (earlier != null && earlier != index) {
        return;
      }
    }
    List<Integer> moved =
        indexByFolder.keySet().stream()
            .filter(folder -> !folder.equals(indexByFolder.get(folder)))
            .sorted()
            .toList();
    List<Integer> all = numbersByPosition(classes.size() - classes.firstClass());
    List<Integer> present =
        indexByFolder.keySet().stream()
            .map(String::valueOf)
            .sorted()
            .map(Integer::valueOf)
            .toList();
    // Positions of folders whose strings sort as their numbers do are a numbering without gaps.
    boolean sortedOtherwise = !present.equals(present.stream().sorted().toList());
    boolean positions =
        arePositions(indexByFolder, all)
            || (sortedOtherwise && arePositions(indexByFolder, present));
    // One folder can be labelled with its position by coincidence.
    if (moved.size() > 1 && positions) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s has the classes in the order of folder names sorted as strings (0, 1, 10, 100 ...): "
                  + "folder %d is labelled as class %d",
              origin,
              moved.get(0),
              indexByFolder.get(moved.get(0))));
    }
  }

  private static boolean arePositions(Map<Integer, Integer> indexByFolder, List<Integer> order) {
    return indexByFolder.entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue() < order.size()
                    && order.get(entry.getValue()).equals(entry.getKey()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the labels of one picture out of a cell: {@code cat|dog}, {@code cat; dog}, {@code
 * cat,dog}, {@code cat dog} or, as Python prints lists, {@code ['cat', 'dog']}. What is a label as
 * a whole is not parted, and blanks part labels only where nothing else does.
 *
 * @param classes tells whole labels
 */
public record LabelSplitter(ClassList classes) implements Serializable {
  private static final List<String> SEPARATORS = List.of("|", ";", ",");
  private static final Set<String> PRESENT = Set.of("1", "1.0", "true", "yes");
  private static final Set<String> ABSENT = Set.of("0", "0.0", "-1", "-1.0", "false", "no");

  /** The labels as they stand there; none of a blank cell. */
  public List<String> labels(String cell) {
    String text = cell.strip();
    if (text.isEmpty() || isLabel(text)) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    boolean list = text.startsWith("[") && text.endsWith("]");
    String inside = list ? text.substring(1, text.length() - 1) : text;
    String separator =
        SEPARATORS.stream().filter(inside::contains).findFirst().orElse(list ? "," : "");
    String[] parts =
        separator.isEmpty() ? inside.split("\\s+", -1) : inside.split(Pattern.quote(separator), -1);
    return Arrays.stream(parts)
        .map(part -> list ? part.strip().replaceAll("^['\"]|['\"]$", "") : part.strip())
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Whether a text names one class by its label or name. */
  boolean isLabel(String text) {
    return classes.indexOf(text).isPresent() || classes.indexOfName(text).isPresent();
  }

  /** The titles that name a class, which each has a column of its own. */
  public List<String> columns(List<String> titles) {
    return titles.stream().filter(this::isLabel).distinct().toList();
  }

  /**
   * Refuses columns that not every label has.
   *
   * @param origin what the message calls the ground truth
   * @param titles as {@link #columns} finds them
   * @throws MobileSparkException naming a label without one
   */
  public void requireAll(String origin, List<String> titles) {
    for (int i = classes.firstClass(); i < classes.size(); i++) {
      int label = i;
      if (titles.stream().noneMatch(title -> isOf(title, label))) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s has columns for %d of %d labels, '%s' for one has none",
                origin,
                titles.size(),
                classes.size() - classes.firstClass(),
                classes.label(i)));
      }
    }
  }

  private boolean isOf(String title, int label) {
    return classes.indexOf(title).orElse(-1) == label
        || classes.indexOfName(title).orElse(-1) == label;
  }

  /** Whether a cell of a label's own column is one that such columns have. */
  static boolean isFlag(String cell) {
    String flag = cell.strip().toLowerCase(Locale.ROOT);
    return PRESENT.contains(flag) || ABSENT.contains(flag);
  }

  /**
   * Whether a cell of a label's own column says that the picture has it: 1 does, 0 and -1 do not.
   *
   * @param where the cell stands, for the message
   * @throws MobileSparkException when it says neither
   */
  public static boolean isPresent(String where, String label, @Nullable String cell) {
    String flag = cell == null ? "" : cell;
    if (!isFlag(flag)) {
      throw new MobileSparkException(
          where + ": '" + flag + "' for " + label + " is neither 0 nor 1");
    }
    return PRESENT.contains(flag.strip().toLowerCase(Locale.ROOT));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How many names were left out where pictures were looked for, by reason, and the first of each by
 * the alphabet.
 *
 * @param reasons those that there are
 */
public record LeftOut(Map<Reason, Names> reasons) implements Serializable {
  /** Nothing was left out. */
  public static final LeftOut NONE = new LeftOut(Map.of());

  /** Why a name is left out. */
  public enum Reason {
    /** Its name begins with a dot, or with an underscore and is no picture's. */
    HIDDEN("hidden name", "hidden names"),
    /** A text, a table or the like beside pictures. */
    SIDE_FILE("side file", "side files"),
    /** A folder that MobileSpark wrote. */
    OWN_OUTPUT("output of MobileSpark", "outputs of MobileSpark"),
    /** A link to a folder that is listed already. */
    LINKED_AGAIN(
        "link to a folder that is listed already", "links to folders that are listed already"),
    /** A member that its shard has again later, which counts. */
    REPLACED("member that is there again later", "members that are there again later"),
    /** A pipe, a socket or a device. */
    NO_FILE("pipe, socket or device", "pipes, sockets or devices");

    private final String one;
    private final String several;

    Reason(String one, String several) {
      this.one = one;
      this.several = several;
    }
  }

  /**
   * Names of one reason.
   *
   * @param count how many
   * @param first by the alphabet
   */
  public record Names(long count, String first) implements Serializable {
    Names plus(Names other) {
      return new Names(
          count + other.count, first.compareTo(other.first) <= 0 ? first : other.first);
    }
  }

  /** Copies the map; none where a version that did not count wrote nothing. */
  public LeftOut {
    Map<Reason, Names> copy = new EnumMap<>(Reason.class);
    copy.putAll(Objects.requireNonNullElse(reasons, Map.of()));
    reasons = Collections.unmodifiableMap(copy);
  }

  /** The same names with something before them, such as the shard that they are members of. */
  public LeftOut within(String before) {
    Map<Reason, Names> named = new EnumMap<>(Reason.class);
    reasons.forEach(
        (reason, names) -> named.put(reason, new Names(names.count, before + names.first)));
    return new LeftOut(named);
  }

  /** Both together. */
  public LeftOut plus(LeftOut other) {
    if (other.isNone()) {
      return this;
    }
    Map<Reason, Names> sum = new EnumMap<>(Reason.class);
    sum.putAll(reasons);
    other.reasons.forEach((reason, names) -> sum.merge(reason, names, Names::plus));
    return new LeftOut(sum);
  }

  /** Both together, with another name. */
  public LeftOut plus(Reason reason, String name) {
    return plus(reason, new Names(1, name));
  }

  /** Both together, with other names. */
  public LeftOut plus(Reason reason, Names names) {
    return plus(new LeftOut(Map.of(reason, names)));
  }

  /** Whether nothing was left out. */
  public boolean isNone() {
    return reasons.isEmpty();
  }

  /** A phrase for each reason, such as {@code 3 side files, the first s3a://b/a.txt}. */
  public List<String> phrases() {
    return reasons.entrySet().stream().map(each -> phrase(each.getKey(), each.getValue())).toList();
  }

  private static String phrase(Reason reason, Names names) {
    return names.count == 1
        ? "1 " + reason.one + ", " + names.first
        : String.format(
            Locale.ROOT, "%,d %s, the first %s", names.count, reason.several, names.first);
  }
}

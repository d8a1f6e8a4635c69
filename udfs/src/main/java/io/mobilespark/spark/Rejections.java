// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction.Rejected;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.util.AccumulatorV2;

/** Counts pictures without a result by their reasons, and keeps the first of them. */
public final class Rejections extends AccumulatorV2<Rejected, Rejections.Tally> {
  private static final long serialVersionUID = 1L;

  /** The reasons that speak of storage and not of the picture, as in the column {@code error}. */
  public static final Set<String> STORAGE =
      EnumSet.of(RejectionReason.NOT_FOUND, RejectionReason.ACCESS_DENIED, RejectionReason.IO_ERROR)
          .stream()
          .map(RejectionReason::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final int FIRST = 3;

  // Replaced as a whole: heartbeats read it from another thread.
  private volatile Tally tally = Tally.NONE;

  /**
   * A picture without a result.
   *
   * @param path its key
   * @param reason its reason code
   * @param detail one line
   */
  public record Cause(String path, String reason, String detail) implements Serializable {}

  /**
   * How many, and some of them.
   *
   * @param counts of pictures by reason
   * @param first at most three of each reason
   */
  public record Tally(Map<String, Long> counts, List<Cause> first) implements Serializable {
    /** No picture. */
    public static final Tally NONE = new Tally(Map.of(), List.of());

    /** Keeps the first few. */
    public Tally {
      counts = Collections.unmodifiableMap(new TreeMap<>(counts));
      List<Cause> few = new ArrayList<>();
      for (String reason : counts.keySet()) {
        first.stream()
            .filter(cause -> cause.reason().equals(reason))
            .limit(FIRST)
            .forEach(few::add);
      }
      first = Collections.unmodifiableList(few);
    }

    /** Both together. */
    public Tally plus(Tally other) {
      Map<String, Long> sum = new TreeMap<>(counts);
      other.counts.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
      return new Tally(sum, Stream.concat(first.stream(), other.first.stream()).toList());
    }

    /** All of them. */
    public long count() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those that storage did not deliver. */
    public Tally ofStorage() {
      Map<String, Long> some = new TreeMap<>(counts);
      some.keySet().retainAll(STORAGE);
      return new Tally(some, first);
    }
  }

  @Override
  public boolean isZero() {
    return tally.counts().isEmpty();
  }

  @Override
  public AccumulatorV2<Rejected, Tally> copy() {
    Rejections copy = new Rejections();
    copy.tally = tally;
    return copy;
  }

  @Override
  public void reset() {
    tally = Tally.NONE;
  }

  @Override
  public void add(Rejected rejected) {
    String reason = rejected.reason().name();
    tally =
        tally.plus(
            new Tally(
                Map.of(reason, 1L),
                List.of(new Cause(rejected.path(), reason, rejected.detail()))));
  }

  @Override
  public void merge(AccumulatorV2<Rejected, Tally> other) {
    tally = tally.plus(other.value());
  }

  @Override
  public Tally value() {
    return tally;
  }
}

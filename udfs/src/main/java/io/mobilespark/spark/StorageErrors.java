package io.mobilespark.spark;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.util.AccumulatorV2;

/** Counts pictures that storage did not deliver, and keeps the first of them. */
public final class StorageErrors extends AccumulatorV2<Prediction, StorageErrors.Tally> {
  private static final long serialVersionUID = 1L;

  private static final Set<RejectionReason> STORAGE =
      EnumSet.of(
          RejectionReason.NOT_FOUND, RejectionReason.ACCESS_DENIED, RejectionReason.IO_ERROR);

  /** The reasons that speak of storage and not of the picture, as in the column {@code error}. */
  public static final Set<String> REASONS =
      STORAGE.stream().map(RejectionReason::name).collect(Collectors.toUnmodifiableSet());

  private static final int FIRST = 5;

  // Replaced as a whole: heartbeats read it from another thread.
  private volatile Tally tally = Tally.NONE;

  /**
   * A picture that was not delivered.
   *
   * @param path its key
   * @param reason its reason code
   * @param detail one line
   */
  public record Cause(String path, String reason, String detail) implements Serializable {}

  /**
   * How many, and some of them.
   *
   * @param count of pictures
   * @param first at most five
   */
  public record Tally(long count, List<Cause> first) implements Serializable {
    /** No error. */
    public static final Tally NONE = new Tally(0, List.of());

    /** Keeps the first few. */
    public Tally {
      first = List.copyOf(first.subList(0, Math.min(FIRST, first.size())));
    }

    /** Both together. */
    public Tally plus(Tally other) {
      return new Tally(
          count + other.count, Stream.concat(first.stream(), other.first.stream()).toList());
    }
  }

  @Override
  public boolean isZero() {
    return tally.count() == 0;
  }

  @Override
  public AccumulatorV2<Prediction, Tally> copy() {
    StorageErrors copy = new StorageErrors();
    copy.tally = tally;
    return copy;
  }

  @Override
  public void reset() {
    tally = Tally.NONE;
  }

  @Override
  public void add(Prediction prediction) {
    if (prediction instanceof Prediction.Rejected rejected && STORAGE.contains(rejected.reason())) {
      tally =
          tally.plus(
              new Tally(
                  1,
                  List.of(
                      new Cause(rejected.path(), rejected.reason().name(), rejected.detail()))));
    }
  }

  @Override
  public void merge(AccumulatorV2<Prediction, Tally> other) {
    tally = tally.plus(other.value());
  }

  @Override
  public Tally value() {
    return tally;
  }
}

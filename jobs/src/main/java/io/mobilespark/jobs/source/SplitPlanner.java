package io.mobilespark.jobs.source;

import io.mobilespark.spark.PictureSplit;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a listing into splits so that all cores finish together: every split takes a fixed share of
 * the work that is left (guided self-scheduling, Polychronopoulos and Kuck 1987), so the first are
 * large, which keeps the output in few files, and the last are small, which leaves no core waiting
 * long. Spark starts tasks in the order of splits.
 *
 * @param cores tasks that run at once
 */
public record SplitPlanner(int cores) {
  /**
   * What a picture costs besides its bytes, expressed in bytes: a MobileNet takes about as long as
   * decoding 300 KB.
   */
  static final long PICTURE_COST_BYTES = 300L << 10;

  /** A killed task does at most this much again. */
  static final long MAX_SPLIT_COST = 2048 * PICTURE_COST_BYTES;

  /** Below this a task's start costs more than it evens out. */
  static final long MIN_SPLIT_COST = 16 * PICTURE_COST_BYTES;

  /** Checks the cores. */
  public SplitPlanner {
    if (cores < 1) {
      throw new IllegalArgumentException("Cores are 1 or more: " + cores);
    }
  }

  /** Splits that hold every picture once, in the listing's order. */
  public List<PictureSplit> plan(List<PictureFile> pictures) {
    long left = pictures.stream().mapToLong(SplitPlanner::cost).sum();
    List<PictureSplit> splits = new ArrayList<>();
    int from = 0;
    while (from < pictures.size()) {
      long share =
          Math.min(MAX_SPLIT_COST, Math.max(MIN_SPLIT_COST, left / (2L * Math.max(2, cores))));
      int to = from;
      long taken = 0;
      while (to < pictures.size() && (to == from || taken + cost(pictures.get(to)) <= share)) {
        taken += cost(pictures.get(to++));
      }
      splits.add(split(pictures.subList(from, to)));
      left -= taken;
      from = to;
    }
    return splits;
  }

  private static PictureSplit split(List<PictureFile> pictures) {
    return new PictureSplit(
        pictures.stream().map(PictureFile::path).toList(),
        pictures.stream().mapToLong(PictureFile::length).toArray());
  }

  private static long cost(PictureFile picture) {
    return picture.length() + PICTURE_COST_BYTES;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.storage.DoneMembers;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.storage.Shard;
import io.mobilespark.storage.ShardSplit;
import io.mobilespark.storage.ObjectSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

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
  public static final long PICTURE_COST_BYTES = 300L << 10;

  /** What a photograph of ImageNet has on average. */
  static final long PHOTOGRAPH_BYTES = 110_000;

  /** A killed task does at most this much again. */
  public static final long MAX_SPLIT_COST = 2048 * PICTURE_COST_BYTES;

  /** Below this a task's start and commit, 60 to 100 ms, cost more than it evens out. */
  public static final long MIN_SPLIT_COST = 40 * PICTURE_COST_BYTES;

  /** A batch: where there are more cores than this feeds, some stay without work. */
  static final long MIN_SHARE_COST = 8 * PICTURE_COST_BYTES;

  /** Checks the cores. */
  public SplitPlanner {
    if (cores < 1) {
      throw new IllegalArgumentException("Cores are 1 or more: " + cores);
    }
  }

  /**
   * Splits of pictures and shards, shards first: they are the larger pieces.
   *
   * @param some no tables
   * @param done members of shards to leave out
   */
  public List<PictureSplit> splits(List<? extends SourcePart> some, DoneMembers done) {
    List<Shard> shards = new ArrayList<>();
    List<PictureFile> pictures = new ArrayList<>();
    for (SourcePart part : some) {
      if (part instanceof ShardPart shard) {
        shards.add(shard.shard());
      } else if (part instanceof PictureFile picture) {
        pictures.add(picture);
      }
    }
    List<PictureSplit> splits = new ArrayList<>();
    cut(shards, SplitPlanner::cost)
        .forEach(group -> splits.add(new ShardSplit(List.copyOf(group), done)));
    splits.addAll(plan(pictures));
    return splits;
  }

  /** Splits that hold every picture once, in the listing's order. */
  public List<ObjectSplit> plan(List<PictureFile> pictures) {
    return cut(pictures, SplitPlanner::cost).stream().map(SplitPlanner::split).toList();
  }

  /**
   * Anything that takes time, cut likewise.
   *
   * @param cost of one of the pieces, in the bytes that a picture's cost is expressed in
   */
  <T> List<List<T>> cut(List<T> work, ToLongFunction<T> cost) {
    long left = work.stream().mapToLong(cost).sum();
    // Little work is spread over all cores rather than kept in few tasks.
    long least = Math.min(MIN_SPLIT_COST, Math.max(MIN_SHARE_COST, left / cores));
    List<List<T>> splits = new ArrayList<>();
    int from = 0;
    while (from < work.size()) {
      // A single core never waits for another.
      long even = cores == 1 ? left : 2 * left / (3L * cores);
      long share = Math.min(MAX_SPLIT_COST, Math.max(least, even));
      int to = from;
      long taken = 0;
      while (to < work.size() && (to == from || taken + cost.applyAsLong(work.get(to)) <= share)) {
        taken += cost.applyAsLong(work.get(to++));
      }
      splits.add(work.subList(from, to));
      left -= taken;
      from = to;
    }
    return splits;
  }

  /** One split of all of these. */
  public static ObjectSplit split(List<PictureFile> pictures) {
    return new ObjectSplit(
        pictures.stream().map(PictureFile::path).toList(),
        pictures.stream().mapToLong(PictureFile::length).toArray());
  }

  private static long cost(PictureFile picture) {
    // A manifest may not know: then a photograph's.
    return PICTURE_COST_BYTES
        + (picture.length() == ObjectSplit.UNKNOWN ? PHOTOGRAPH_BYTES : picture.length());
  }

  /** As if it held ordinary photographs. */
  private static long cost(Shard shard) {
    long pictures = shard.length() / SourcePart.PHOTOGRAPH_BYTES + 1;
    return shard.length() + pictures * PICTURE_COST_BYTES;
  }
}

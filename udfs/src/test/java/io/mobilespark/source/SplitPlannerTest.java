// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.storage.ObjectSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every picture once and in order, in splits that are neither too large nor too small. */
class SplitPlannerTest {
  private static final long COST = SplitPlanner.PICTURE_COST_BYTES;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1000})
  void anyListingIsCutCompletelyAndWithinTheBounds(int cores) {
    SplittableRandom random = new SplittableRandom(cores);
    for (int round = 0; round < 40; round++) {
      List<PictureFile> pictures = listing(random, random.nextInt(6000));
      List<ObjectSplit> splits = new SplitPlanner(cores).plan(pictures);
      assertThat(pictures(splits)).isEqualTo(pictures);
      for (ObjectSplit split : splits) {
        assertThat(split.paths()).isNotEmpty();
        // One picture alone may be dearer than a split is allowed to be.
        assertThat(split.paths().size() == 1 || cost(split) <= SplitPlanner.MAX_SPLIT_COST)
            .isTrue();
      }
      for (int i = 0; i + 1 < splits.size(); i++) {
        long withNext = cost(splits.get(i)) + COST + splits.get(i + 1).lengths()[0];
        assertThat(withNext).isGreaterThan(least(pictures, cores));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 16})
  void noCoreGetsMoreThanItsShareOfFewPictures(int cores) {
    List<PictureFile> pictures = listing(new SplittableRandom(5), 16 * cores);
    List<ObjectSplit> splits = new SplitPlanner(cores).plan(pictures);
    long all = splits.stream().mapToLong(SplitPlannerTest::cost).sum();
    assertThat(splits)
        .hasSizeBetween(cores, 2 * cores)
        .allSatisfy(split -> assertThat(cost(split)).isLessThanOrEqualTo(all / cores));
  }

  @Test
  void aSingleCoreHasNobodyToWaitFor() {
    List<PictureFile> pictures = listing(new SplittableRandom(5), 1000);
    assertThat(new SplitPlanner(1).plan(pictures)).hasSize(1);
  }

  @Test
  void fewPicturesAreNotScatteredOverThousandsOfCores() {
    List<PictureFile> pictures = listing(new SplittableRandom(5), 80);
    assertThat(new SplitPlanner(1000).plan(pictures)).hasSizeLessThan(25);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 32})
  void noCoreWaitsLongForTheLast(int cores) {
    List<PictureFile> pictures = listing(new SplittableRandom(3), 20_000);
    List<ObjectSplit> splits = new SplitPlanner(cores).plan(pictures);
    // Cores take splits one after the other, as Spark does.
    long[] busyUntil = new long[cores];
    for (ObjectSplit split : splits) {
      int free =
          IntStream.range(0, cores)
              .reduce((a, b) -> busyUntil[a] <= busyUntil[b] ? a : b)
              .orElseThrow();
      busyUntil[free] += cost(split);
    }
    long first = LongStream.of(busyUntil).min().orElseThrow();
    long last = LongStream.of(busyUntil).max().orElseThrow();
    assertThat(last - first).isLessThanOrEqualTo(2 * SplitPlanner.MIN_SPLIT_COST + 4 * COST);
    assertThat(cost(splits.get(splits.size() - 1))).isLessThan(2 * SplitPlanner.MIN_SPLIT_COST);
  }

  @Test
  void bytesCountAndNotOnlyPictures() {
    List<PictureFile> pictures = new ArrayList<>();
    IntStream.range(0, 1000).forEach(i -> pictures.add(new PictureFile("a" + i, 50L << 20)));
    IntStream.range(0, 1000).forEach(i -> pictures.add(new PictureFile("b" + i, 1000)));
    List<ObjectSplit> splits = new SplitPlanner(4).plan(pictures);
    assertThat(splits.get(0).paths()).hasSizeLessThan(20);
    assertThat(splits.stream().mapToInt(split -> split.paths().size()).max().orElseThrow())
        .isGreaterThan(50);
  }

  @Test
  void nothingGivesNoSplits() {
    assertThat(new SplitPlanner(4).plan(List.of())).isEmpty();
  }

  @Test
  void coresAreChecked() {
    assertThatThrownBy(() -> new SplitPlanner(0)).hasMessage("Cores are 1 or more: 0");
  }

  private static List<PictureFile> listing(SplittableRandom random, int pictures) {
    return IntStream.range(0, pictures)
        .mapToObj(i -> new PictureFile("p" + i, length(random)))
        .toList();
  }

  /** Mostly photographs of 100 KB, some empty, some very large. */
  private static long length(SplittableRandom random) {
    return switch (random.nextInt(200)) {
      case 0 -> 0;
      case 1 -> random.nextLong(1L << 20, 3L << 20);
      default -> random.nextLong(20_000, 200_000);
    };
  }

  private static List<PictureFile> pictures(List<ObjectSplit> splits) {
    List<PictureFile> pictures = new ArrayList<>();
    for (ObjectSplit split : splits) {
      for (int i = 0; i < split.lengths().length; i++) {
        pictures.add(new PictureFile(split.paths().get(i), split.lengths()[i]));
      }
    }
    return pictures;
  }

  private static long least(List<PictureFile> pictures, int cores) {
    long all = pictures.stream().mapToLong(picture -> picture.length() + COST).sum();
    return Math.min(
        SplitPlanner.MIN_SPLIT_COST, Math.max(SplitPlanner.MIN_SHARE_COST, all / cores));
  }

  private static long cost(ObjectSplit split) {
    return LongStream.of(split.lengths()).map(length -> length + COST).sum();
  }
}

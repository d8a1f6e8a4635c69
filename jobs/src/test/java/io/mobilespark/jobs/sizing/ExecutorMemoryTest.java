// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.storage.PrefetchLimits;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sums computed by hand. */
class ExecutorMemoryTest {
  /** 475,544 parameters; its first layers are 64x64x8, 64x64x8 and 64x64x16. */
  private static final ModelSpec SMALL =
      ModelSpec.imagenet(ModelName.parse("mobilenet_v1"), 0.25, 128);

  private static final ModelSpec LARGE =
      ModelSpec.imagenet(ModelName.parse("mobilenet_v2"), 1.0, 224);

  private static final BatchLimits BATCH = new BatchLimits(4, 1 << 20);
  private static final PrefetchLimits PREFETCH = new PrefetchLimits(8, 8 << 20);
  private static final ImageLimits PICTURES = new ImageLimits(1_000_000, 1 << 20);

  @Test
  void eachPartIsThatOfTheSettings() {
    ExecutorMemory memory =
        ExecutorMemory.of(new SizingSettings(2, List.of(SMALL), BATCH, PREFETCH, PICTURES));
    assertThat(memory.heap())
        .containsExactly(
            new MemoryPart("Spark itself", 314_572_800),
            // 3 x 4 x 475,544
            new MemoryPart("networks as sent", 5_706_528),
            new MemoryPart("pictures read ahead", 8_388_608),
            new MemoryPart("encoded pictures, 2 a core", 4_194_304),
            // 2 x 7 x 1,000,000
            new MemoryPart("decoded pictures, 1 a core", 14_000_000),
            // 2 x 3 x 4 x 1,000 x 128
            new MemoryPart("resizing", 3_072_000),
            new MemoryPart("rows being written", 33_554_432),
            // 383,488,672 / 3
            new MemoryPart("free for the collector, a third", 127_829_557));
    assertThat(memory.heapMebibytes()).isEqualTo(512);
    assertThat(memory.beside())
        .containsExactly(
            // 320 MiB + 512 MiB / 12
            new MemoryPart("JVM beside its heap", 380_283_562),
            new MemoryPart("TensorFlow's libraries", 234_881_024),
            // 32 x 4 x 475,544
            new MemoryPart("networks as loaded", 60_869_632),
            new MemoryPart("requests ahead", 1_048_576),
            // 2 x (3 MiB + 4 x 16 KiB + 1 MiB)
            new MemoryPart("Arrow batches, 1 a core", 8_519_680),
            // 2 x 9 x 1,000,000
            new MemoryPart("pictures in TensorFlow's decoder, 1 a core", 18_000_000),
            // 2 x 2 x 4 x 4 x 128 x 128 x 3
            new MemoryPart("input tensors", 3_145_728),
            // 2 x 2 x 4 x 4 x 64 x 64 x (8 + 16)
            new MemoryPart("feature maps", 6_291_456));
    assertThat(memory.besideMebibytes()).isEqualTo(704);
  }

  @Test
  void networksAddUpButForTheirFeatureMaps() {
    List<Long> alone = beside(List.of(LARGE));
    List<Long> both = beside(List.of(SMALL, LARGE));
    // 3,538,984 parameters.
    assertThat(alone.get(2)).isEqualTo(128L * 3_538_984);
    assertThat(both.get(2)).isEqualTo(128L * (3_538_984 + 475_544));
    assertThat(both.get(6)).isEqualTo(2L * 2 * 4 * 4 * 3 * (224 * 224 + 128 * 128));
    assertThat(both.get(7)).isEqualTo(alone.get(7));
  }

  private static List<Long> beside(List<ModelSpec> models) {
    return ExecutorMemory.of(new SizingSettings(2, models, BATCH, PREFETCH, PICTURES))
        .beside()
        .stream()
        .map(MemoryPart::bytes)
        .collect(Collectors.toList());
  }

  @Test
  void noHeapIsSmallerThanSparkTakes() {
    ExecutorMemory memory =
        ExecutorMemory.of(
            new SizingSettings(
                1,
                List.of(SMALL),
                new BatchLimits(1, 64 << 10),
                new PrefetchLimits(0, 1 << 20),
                new ImageLimits(1, 1)));
    assertThat(memory.heapMebibytes()).isEqualTo(512);
  }

  @Test
  void allThatIsHeldGrowsWithTheCores() {
    long two = total(2);
    long four = total(4);
    assertThat(four).isGreaterThan(two);
    // Network, libraries and Spark are there once.
    assertThat(four).isLessThan(2 * two);
  }

  private static long total(int cores) {
    ExecutorMemory memory =
        ExecutorMemory.of(
            new SizingSettings(
                cores,
                List.of(LARGE),
                BatchLimits.DEFAULT,
                PrefetchLimits.DEFAULT,
                ImageLimits.DEFAULT));
    return memory.heapMebibytes() + memory.besideMebibytes();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new SizingSettings(0, List.of(SMALL), BATCH, PREFETCH, PICTURES))
        .hasMessage("Cores of an executor are 1 to 1024: 0");
    assertThatThrownBy(() -> new SizingSettings(1, List.of(), BATCH, PREFETCH, PICTURES))
        .hasMessage("--model needs at least one network");
  }
}

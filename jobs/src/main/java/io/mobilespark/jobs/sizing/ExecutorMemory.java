// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sizing;

import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.storage.PrefetchLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The memory of an executor whose tasks all hold what they may at once. Bounds are those of the
 * code; what has none was measured on the CPU with glibc's allocator (V1 0.25 and 1.0, V2 and
 * V3-Small at 224 pixels, batches of 1, 4 and 16) and rounded up.
 *
 * @param cores tasks at a time
 * @param heap parts of {@code spark.executor.memory}
 * @param beside parts of {@code spark.executor.memoryOverhead}
 */
public record ExecutorMemory(int cores, List<MemoryPart> heap, List<MemoryPart> beside) {
  /** What settings are rounded up to. */
  private static final long STEP_MEBIBYTES = 64;

  /** Spark refuses smaller heaps than 450 MiB, and takes no smaller overhead by itself than 384. */
  private static final long LEAST_MEBIBYTES = 512;

  /** What Spark's UnifiedMemoryManager sets aside. */
  private static final long SPARK_BYTES = 300 * MemoryPart.MEBIBYTE;

  /** Serialised, as an object, and parsed while TensorFlow takes it. */
  private static final int NETWORK_COPIES_ON_HEAP = 3;

  /** Copies that TensorFlow makes while it optimises a graph, and that malloc keeps: measured. */
  private static final int NETWORK_COPIES_BESIDE = 32;

  /** The picture a task waits for or holds back, and the one it decodes. */
  private static final int ENCODED_PICTURES = 2;

  /** RGB, and what libwebp gives or a TIFF unpacks to. */
  private static final int HEAP_BYTES_PER_PIXEL = 3 + 4;

  /** TensorFlow's RGB, and what libjpeg keeps of a progressive picture. */
  private static final int NATIVE_BYTES_PER_PIXEL = 3 + 6;

  /** The cubic kernel's floats, the largest of all presets'. */
  private static final int RESAMPLED_BYTES = 3 * Float.BYTES;

  /** Pages of Parquet that one task fills. */
  private static final long ROWS_BYTES = 16 * MemoryPart.MEBIBYTE;

  /** Classes, compiled code, threads and Spark's network buffers: 284 MiB measured. */
  private static final long JVM_BYTES = 320 * MemoryPart.MEBIBYTE;

  /** Of the heap, for the collector's own tables: 7.7 % measured. */
  private static final int HEAP_BY_COLLECTOR_TABLES = 12;

  /** Resident pages of its libraries: 200 MiB measured. */
  private static final long TENSORFLOW_BYTES = 224 * MemoryPart.MEBIBYTE;

  /** A thread of a request, and its connection. */
  private static final long REQUEST_BYTES = 128 << 10;

  /** Inputs and feature maps, each with the copy that TensorFlow or malloc may keep. */
  private static final int TENSOR_COPIES = 2;

  /** Copies the parts. */
  public ExecutorMemory {
    heap = List.copyOf(heap);
    beside = List.copyOf(beside);
  }

  /** The memory that settings take. */
  public static ExecutorMemory of(SizingSettings settings) {
    List<NetworkMemory> networks = settings.models().stream().map(NetworkMemory::of).toList();
    List<MemoryPart> heap = heap(settings, networks);
    return new ExecutorMemory(settings.cores(), heap, beside(settings, networks, setting(heap)));
  }

  private static List<MemoryPart> heap(SizingSettings settings, List<NetworkMemory> networks) {
    ImageLimits pictures = settings.pictures();
    int cores = settings.cores();
    double side = Math.sqrt(pictures.maxPixels());
    long resampled =
        settings.models().stream()
            .mapToLong(model -> (long) (RESAMPLED_BYTES * side * model.height()))
            .sum();
    List<MemoryPart> parts = new ArrayList<>();
    parts.add(new MemoryPart("Spark itself", SPARK_BYTES));
    parts.add(new MemoryPart("networks as sent", NETWORK_COPIES_ON_HEAP * weights(networks)));
    parts.add(new MemoryPart("pictures read ahead", settings.prefetch().bytes()));
    parts.add(
        new MemoryPart(
            "encoded pictures, 2 a core",
            (long) cores * ENCODED_PICTURES * pictures.maxEncodedBytes()));
    parts.add(
        new MemoryPart(
            "decoded pictures, 1 a core",
            (long) cores * HEAP_BYTES_PER_PIXEL * pictures.maxPixels()));
    parts.add(new MemoryPart("resizing", cores * resampled));
    parts.add(new MemoryPart("rows being written", cores * ROWS_BYTES));
    long held = parts.stream().mapToLong(MemoryPart::bytes).sum();
    parts.add(new MemoryPart("free for the collector, a third", held / 3));
    return parts;
  }

  private static List<MemoryPart> beside(
      SizingSettings settings, List<NetworkMemory> networks, long heapMebibytes) {
    ImageLimits pictures = settings.pictures();
    long cores = settings.cores();
    long rows = settings.batch().maxRows();
    long inputs = networks.stream().mapToLong(NetworkMemory::input).sum();
    long maps = networks.stream().mapToLong(NetworkMemory::featureMaps).max().orElseThrow();
    return List.of(
        new MemoryPart(
            "JVM beside its heap",
            JVM_BYTES + heapMebibytes * MemoryPart.MEBIBYTE / HEAP_BY_COLLECTOR_TABLES),
        new MemoryPart("TensorFlow's libraries", TENSORFLOW_BYTES),
        new MemoryPart("networks as loaded", NETWORK_COPIES_BESIDE * weights(networks)),
        new MemoryPart("requests ahead", requests(settings.prefetch()) * REQUEST_BYTES),
        new MemoryPart(
            "Arrow batches, 1 a core",
            cores * RecordBatcher.maxBytes(settings.batch(), pictures.maxEncodedBytes())),
        new MemoryPart(
            "pictures in TensorFlow's decoder, 1 a core",
            cores * NATIVE_BYTES_PER_PIXEL * pictures.maxPixels()),
        new MemoryPart("input tensors", cores * TENSOR_COPIES * rows * inputs),
        new MemoryPart("feature maps", cores * TENSOR_COPIES * rows * maps));
  }

  /** Nobody says beforehand whether the pictures are on the web. */
  private static long requests(PrefetchLimits limits) {
    return Math.max(limits.requests(), limits.webRequests());
  }

  private static long weights(List<NetworkMemory> networks) {
    return networks.stream().mapToLong(NetworkMemory::weights).sum();
  }

  /** {@code spark.executor.memory} in MiB. */
  public long heapMebibytes() {
    return setting(heap);
  }

  /** {@code spark.executor.memoryOverhead} in MiB. */
  public long besideMebibytes() {
    return setting(beside);
  }

  private static long setting(List<MemoryPart> parts) {
    long step = STEP_MEBIBYTES * MemoryPart.MEBIBYTE;
    long bytes = parts.stream().mapToLong(MemoryPart::bytes).sum();
    return Math.max((bytes + step - 1) / step * STEP_MEBIBYTES, LEAST_MEBIBYTES);
  }

  /** A file for {@code --properties} and spark-submit's {@code --properties-file}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "# Tasks at a time.\nspark.executor.cores=%d\n", cores));
    lines(text, "spark.executor.memory", heap);
    lines(text, "spark.executor.memoryOverhead", beside);
    text.append(
        String.format(
            Locale.ROOT,
            "# An executor takes %,d MiB of its machine.\n",
            heapMebibytes() + besideMebibytes()));
    return text.toString();
  }

  private static void lines(StringBuilder text, String key, List<MemoryPart> parts) {
    text.append("#\n");
    for (MemoryPart part : parts) {
      text.append(String.format(Locale.ROOT, "# %,8d MiB  %s\n", part.mebibytes(), part.what()));
    }
    text.append(String.format(Locale.ROOT, "%s=%dm\n", key, setting(parts)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the driver's figures of the GPUs that this JVM uses, from one {@code nvidia-smi} that runs
 * while a GPU is in use. A tool that is missing or ends by itself is told as a problem and not
 * started again before the next first use: figures are no reason to fail. Used by any thread.
 */
public final class GpuMonitor {
  private static final List<String> SMI =
      List.of(
          "nvidia-smi",
          "--query-gpu=" + GpuReading.QUERY,
          "--format=csv,noheader,nounits",
          "--loop=1");

  private static final GpuMonitor HERE =
      new GpuMonitor(SMI, Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")).orElse(""));

  private final List<String> command;
  private final List<String> visible;
  // By the numbers that this process gives GPUs.
  private final Map<Integer, Integer> users = new HashMap<>();
  private final Map<Integer, GpuReading> latest = new HashMap<>();
  private GpuUse sinceAsked = GpuUse.NONE;
  private @Nullable GpuReader reader;

  /**
   * A monitor that nobody uses yet.
   *
   * @param command prints {@link GpuReading#QUERY} again and again
   * @param visible {@code CUDA_VISIBLE_DEVICES}, which numbers GPUs anew: indices and UUIDs or
   *     their beginnings, separated by commas; empty when all are visible
   */
  GpuMonitor(List<String> command, String visible) {
    this.command = List.copyOf(command);
    this.visible = visible.isBlank() ? List.of() : List.of(visible.split(","));
  }

  /** Of this JVM. */
  public static GpuMonitor here() {
    return HERE;
  }

  /** While it is open, a GPU is in use. */
  public interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /** A figure of a GPU. */
  public enum Figure {
    /** Per cent of the time in which a kernel ran. */
    UTILISATION,
    /** Per cent of the time in which its memory was read or written. */
    MEMORY_UTILISATION,
    /** Memory in use, in MiB. */
    MEMORY_USED,
    /** All of its memory, in MiB. */
    MEMORY
  }

  /**
   * Uses a GPU; the first use starts the tool, the end of the last one ends it.
   *
   * @param gpu as this process numbers those it sees
   * @return owned by the caller; may be closed twice
   */
  public synchronized Use use(int gpu) {
    if (users.isEmpty()) {
      start();
    }
    users.merge(gpu, 1, Integer::sum);
    return new Use() {
      private boolean closed;

      @Override
      public void close() {
        synchronized (GpuMonitor.this) {
          if (!closed) {
            closed = true;
            unused(gpu);
          }
        }
      }
    };
  }

  /** What was read since the last call, by whomever. */
  public synchronized GpuUse since() {
    GpuUse use = sinceAsked;
    sinceAsked = GpuUse.NONE;
    return use;
  }

  /** The latest figure of a GPU in use; empty when the driver does not tell it. */
  public synchronized OptionalLong latest(int gpu, Figure figure) {
    GpuReading reading = latest.get(gpu);
    GpuReader present = reader;
    return reading == null || present == null || !present.running()
        ? OptionalLong.empty()
        : reading.figure(figure);
  }

  private void start() {
    try {
      reader = GpuReader.start(command, this::read, this::problem);
    } catch (IOException e) {
      problem(String.format(Locale.ROOT, "%s cannot be started", command.get(0)));
    }
  }

  private void unused(int gpu) {
    if (users.merge(gpu, -1, Integer::sum) == 0) {
      users.remove(gpu);
      latest.remove(gpu);
    }
    GpuReader present = reader;
    if (users.isEmpty() && present != null) {
      reader = null;
      present.close();
    }
  }

  private synchronized void read(GpuReading reading) {
    for (int gpu : users.keySet()) {
      if (isOf(reading, gpu)) {
        latest.put(gpu, reading);
        sinceAsked = sinceAsked.plus(GpuUse.of(reading));
      }
    }
  }

  private synchronized void problem(String line) {
    sinceAsked = sinceAsked.plus(GpuUse.problem(line));
  }

  private boolean isOf(GpuReading reading, int gpu) {
    if (visible.isEmpty()) {
      return reading.index() == gpu;
    }
    if (gpu >= visible.size()) {
      return false;
    }
    String name = visible.get(gpu).strip();
    return name.equals(Integer.toString(reading.index()))
        || (name.startsWith("GPU-") && reading.uuid().startsWith(name));
  }
}

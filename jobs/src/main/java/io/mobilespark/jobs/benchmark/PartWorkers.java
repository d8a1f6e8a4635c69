// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.MobileSparkException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A part on some threads, measured again and again in short slices, between which other parts have
 * theirs: what slows the machine down for a while meets all of them.
 */
final class PartWorkers implements AutoCloseable {
  /** Of a slice, before it, for the caches. */
  private static final double WARM_UP = 0.1;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ExecutorService pool;
  private final List<Worker> workers = new ArrayList<>();

  /**
   * Makes a part for each thread.
   *
   * @param made owned by these workers
   */
  PartWorkers(int threads, Supplier<Part> made) {
    pool = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      workers.add(new Worker(made.get()));
    }
  }

  /**
   * What a slice came to.
   *
   * @param pictures of all threads
   * @param perSecond pictures of all threads together, by the clock
   * @param cpuSeconds that the threads took of a processor; less than the clock's where others ran
   *     on it too
   */
  record Slice(long pictures, double perSecond, double cpuSeconds) {
    private static final Slice NONE = new Slice(0, 0, 0);

    private Slice and(Slice other) {
      return new Slice(
          pictures + other.pictures, perSecond + other.perSecond, cpuSeconds + other.cpuSeconds);
    }

    /** Of one thread. */
    double perCpuSecond() {
      return pictures / cpuSeconds;
    }
  }

  /**
   * Measures some threads, which begin at the same moment.
   *
   * @param threads at most as many as there are
   * @param nanos at the least; as much longer as whole turns take
   */
  Slice measure(int threads, long nanos) {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<Slice>> slices = new ArrayList<>();
    for (Worker worker : workers.subList(0, threads)) {
      slices.add(pool.submit(() -> worker.measure(nanos, start)));
    }
    Slice sum = Slice.NONE;
    try {
      for (Future<Slice> slice : slices) {
        sum = sum.and(slice.get());
      }
      return sum;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MobileSparkException("The measurement was interrupted", e);
    } catch (ExecutionException e) {
      throw new MobileSparkException("The measurement failed: " + e.getCause(), e);
    }
  }

  /** Pictures per second of some threads together, by the clock. */
  double rate(int threads, long nanos) {
    return measure(threads, nanos).perSecond();
  }

  /** On all threads. */
  double rate(long nanos) {
    return rate(workers.size(), nanos);
  }

  @Override
  public void close() {
    pool.shutdownNow();
    workers.forEach(worker -> worker.part.close());
  }

  private static final class Worker {
    private final Part part;
    private int round;

    Worker(Part part) {
      this.part = part;
    }

    Slice measure(long nanos, CyclicBarrier start) throws Exception {
      long warm = System.nanoTime() + (long) (WARM_UP * nanos);
      do {
        part.run(round++);
      } while (System.nanoTime() < warm);
      start.await();
      long pictures = 0;
      long cpu = THREADS.getCurrentThreadCpuTime();
      long began = System.nanoTime();
      long now = began;
      while (now - began < nanos) {
        for (int i = 0; i < part.turn(); i++) {
          pictures += part.run(round++);
        }
        now = System.nanoTime();
      }
      return new Slice(
          pictures,
          pictures / ((now - began) / 1e9),
          (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9);
    }
  }
}

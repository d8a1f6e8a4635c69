package io.mobilespark.jobs.benchmark;

import io.mobilespark.MobileSparkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Measures a part on some threads at once. */
final class PartRate {
  private static final long WARM_UP_NANOS = 300_000_000L;
  private static final long MEASURED_NANOS = 2_000_000_000L;

  private PartRate() {}

  /**
   * Pictures per second of all threads together, after a warm-up of 0.3 s, over 2 s.
   *
   * @param part makes each thread's own
   */
  static double measure(int threads, Supplier<Part> part) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Double>> rates = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        rates.add(pool.submit(() -> rate(part, start)));
      }
      double sum = 0;
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
      return sum;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MobileSparkException("The measurement was interrupted", e);
    } catch (ExecutionException e) {
      throw new MobileSparkException("The measurement failed: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static double rate(Supplier<Part> made, CyclicBarrier start) throws Exception {
    try (Part part = made.get()) {
      int round = 0;
      start.await();
      for (long until = System.nanoTime() + WARM_UP_NANOS; System.nanoTime() < until; ) {
        part.run(round++);
      }
      start.await();
      long began = System.nanoTime();
      long pictures = 0;
      while (System.nanoTime() - began < MEASURED_NANOS) {
        pictures += part.run(round++);
      }
      return pictures / ((System.nanoTime() - began) / 1e9);
    }
  }
}

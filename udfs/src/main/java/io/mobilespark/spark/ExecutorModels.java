// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.inference.DeviceModel;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.tensorflow.SessionSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The models of one executor JVM: each is loaded once, by the first task that asks for it, shared
 * by all tasks, and closed at the end of the run or of the JVM. Tasks hold leases, so a model is
 * never closed under a task that computes.
 */
public final class ExecutorModels {
  private static final ExecutorModels SHARED = new ExecutorModels();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SHARED::closeIdle, "mobilespark-close-models"));
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private long loads;

  ExecutorModels() {}

  /** The models of this JVM. */
  public static ExecutorModels shared() {
    return SHARED;
  }

  /**
   * A model for one task. Another task that asks for it meanwhile waits until it is loaded.
   *
   * @param key tells models apart: equal keys, equal models
   * @param open opens it; its failure is the caller's and leaves nothing behind
   * @return owned by the task and closed by it
   */
  Lease lease(String key, Supplier<Predictor> open) {
    return leased(
        key,
        () -> {
          Predictor predictor = open.get();
          return new Entry(predictor, predictor::close);
        });
  }

  /** A model on a device with the queue before it, on the same terms; keys are of their own. */
  Lease leaseDevice(String key, Supplier<DeviceModel> open) {
    return leased(
        "device " + key,
        () -> {
          DeviceModel model = open.get();
          return new Entry(model, model::close);
        });
  }

  private synchronized Lease leased(String key, Supplier<Entry> open) {
    Entry entry = entries.get(key);
    boolean load = entry == null;
    if (entry == null) {
      entry = open.get();
      loads++;
      entries.put(key, entry);
    }
    entry.leases++;
    return new Lease(entry, load);
  }

  /** Equal for equal models. */
  static String key(String model, String preset, SessionSettings session) {
    return model + " " + preset + " " + session;
  }

  /**
   * Opens a model to see that it works. In local mode it stays loaded and the tasks find it, until
   * {@link #closeIdle()}.
   *
   * @param model as in the column of that name
   * @throws io.mobilespark.MobileSparkException when it does not work on this machine
   */
  public void check(
      ServedNetwork network, String model, String preset, SessionSettings session, boolean local) {
    if (local) {
      lease(key(model, preset, session), () -> Predictor.open(network, session)).close();
    } else {
      Predictor.open(network, session).close();
    }
  }

  /** How many models this JVM has loaded so far. */
  public synchronized long loads() {
    return loads;
  }

  /** How many models are loaded and not closed. */
  public synchronized int open() {
    return entries.size();
  }

  /**
   * Waits until no task of this JVM holds a model, which is the last that a task gives back: tasks
   * of a job that failed or was cancelled go on for a moment after it.
   *
   * @return false when some task still holds one after that time
   */
  public synchronized boolean awaitIdle(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (entries.values().stream().anyMatch(entry -> entry.leases > 0)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      // Rounded up: waiting for 0 ms is waiting for ever.
      wait(left / 1_000_000 + 1);
    }
    return true;
  }

  /** Closes every model that no task holds. */
  public synchronized void closeIdle() {
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.leases == 0) {
        all.remove();
        entry.close.run();
      }
    }
  }

  private static final class Entry {
    private final Object model;
    private final Runnable close;
    private int leases;

    private Entry(Object model, Runnable close) {
      this.model = model;
      this.close = close;
    }
  }

  /** One task's hold on a model. */
  final class Lease implements AutoCloseable {
    private final Entry entry;
    private final boolean loaded;
    private boolean returned;

    private Lease(Entry entry, boolean loaded) {
      this.entry = entry;
      this.loaded = loaded;
    }

    /** Whether it was this lease that had the model loaded. */
    boolean loaded() {
      return loaded;
    }

    Predictor predictor() {
      return (Predictor) entry.model;
    }

    DeviceModel device() {
      return (DeviceModel) entry.model;
    }

    /** Gives the model back; it stays loaded for the next task. Further calls do nothing. */
    @Override
    public void close() {
      synchronized (ExecutorModels.this) {
        if (!returned) {
          returned = true;
          entry.leases--;
          ExecutorModels.this.notifyAll();
        }
      }
    }
  }
}

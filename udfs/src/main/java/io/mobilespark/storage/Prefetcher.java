// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.identity.WebAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads coming pictures for all tasks of a JVM. Requests under way and bytes under way or waiting
 * stay within the limits, and each task within its even share, so none starves another. Nothing
 * here ever waits for bytes: what may not begin yet is begun later, or read by its own task once
 * the task has nothing else left, so a picture of any size gets through.
 */
final class Prefetcher {
  /** Counted for any picture at least, so that the bytes bound the number of tiny ones too. */
  static final long MIN_CHARGE_BYTES = 16 << 10;

  private static final long KILLED_POLL_MILLIS = 200;
  private static final Map<PrefetchLimits, Prefetcher> SHARED = new ConcurrentHashMap<>();
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final PrefetchLimits limits;
  private final ExecutorService pool;
  // All below, and what the streams hold, is guarded by this object.
  private final Set<PrefetchedPictures> streams = new LinkedHashSet<>();
  private int running;
  private long heldBytes;

  Prefetcher(PrefetchLimits limits) {
    this.limits = limits;
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            limits.requests(),
            limits.requests(),
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Prefetcher::thread);
    threads.allowCoreThreadTimeOut(true);
    this.pool = threads;
  }

  /** The one of this JVM for these limits. */
  static Prefetcher shared(PrefetchLimits limits) {
    return SHARED.computeIfAbsent(limits, Prefetcher::new);
  }

  synchronized void open(PrefetchedPictures stream) {
    streams.add(stream);
  }

  /** Requests under way. */
  synchronized int running() {
    return running;
  }

  /** Bytes counted for pictures under way or waiting. */
  synchronized long heldBytes() {
    return heldBytes;
  }

  /**
   * The request for a task's next picture; null when none could begin, so that the task reads the
   * picture itself.
   */
  synchronized @Nullable Request first(PrefetchedPictures stream) {
    begin(stream);
    if (stream.ahead.isEmpty()) {
      stream.next++;
    }
    return stream.ahead.peek();
  }

  /** The task takes an answered request, its first. */
  synchronized void take(Request request) {
    request.stream.ahead.remove();
    request.stream.next++;
    release(request);
    notifyAll();
  }

  /** Begins what may begin of a task. */
  private void begin(PrefetchedPictures stream) {
    while (stream.hasMore()
        && running < limits.requests()
        && stream.running < Math.max(1, limits.requests() / streams.size())) {
      Request request = stream.request();
      if (!charge(request, charge(request))) {
        return;
      }
      stream.ahead.add(request);
      running++;
      stream.running++;
      pool.execute(() -> run(request));
    }
  }

  /**
   * Waits until a request is answered.
   *
   * @throws InterruptedIOException when the waiting task is killed
   */
  synchronized void await(Request request, BooleanSupplier killed) throws InterruptedIOException {
    try {
      while (!request.answered) {
        if (killed.getAsBoolean()) {
          throw new InterruptedIOException(
              "killed while waiting for " + WebAddress.key(request.path));
        }
        wait(KILLED_POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      throw interrupted(request);
    }
  }

  private void release(Request request) {
    heldBytes -= request.chargedBytes;
    request.stream.heldBytes -= request.chargedBytes;
    request.chargedBytes = 0;
  }

  /** Ends a task's requests; those under way are interrupted and not waited for. */
  synchronized void close(PrefetchedPictures stream) {
    streams.remove(stream);
    for (Request request : stream.ahead) {
      request.abandoned = true;
      if (request.answered) {
        release(request);
      } else if (request.thread != null) {
        request.thread.interrupt();
      }
    }
    stream.end();
    notifyAll();
    streams.forEach(this::begin);
  }

  private void run(Request request) {
    if (start(request)) {
      try {
        fetch(request);
      } catch (InterruptedIOException e) {
        // When it was close() that interrupted, nobody asks for the answer.
        request.picture = PictureReader.failed(WebAddress.key(request.path), e);
      } catch (RuntimeException | Error e) {
        request.failure = e;
      }
    }
    end(request);
  }

  private void fetch(Request request) throws InterruptedIOException {
    if (WebAddress.isWeb(request.path)) {
      // To ask how long it is would be as much for the server as to ask for it.
      request.picture =
          request
              .stream
              .reader()
              .read(request.path, request.length, bytes -> await(request, bytes));
      return;
    }
    if (request.length == ObjectSplit.UNKNOWN) {
      try {
        request.length = request.stream.reader().length(request.path);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        request.picture = request.stream.reader().rejected(request.path, e);
        return;
      }
      if (!charge(request, charge(request))) {
        return;
      }
    }
    request.picture = request.stream.reader().read(request.path, request.length);
  }

  /** Waits for room, but for a picture that its task is to have next. */
  private synchronized void await(Request request, long bytes) throws InterruptedIOException {
    long charged = Math.max(MIN_CHARGE_BYTES, bytes);
    try {
      while (!request.abandoned && !charge(request, charged)) {
        if (request.equals(request.stream.ahead.peek())) {
          hold(request, charged);
          return;
        }
        wait(KILLED_POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      throw interrupted(request);
    }
    if (request.abandoned) {
      throw interrupted(request);
    }
  }

  private static InterruptedIOException interrupted(Request request) {
    return new InterruptedIOException(
        "interrupted while waiting for " + WebAddress.key(request.path));
  }

  private synchronized boolean start(Request request) {
    request.thread = request.abandoned ? null : Thread.currentThread();
    return !request.abandoned;
  }

  private synchronized void end(Request request) {
    request.thread = null;
    // An interrupt meant for this request must not reach the thread's next one.
    Thread.interrupted();
    request.answered = true;
    running--;
    request.stream.running--;
    if (request.abandoned) {
      release(request);
    }
    notifyAll();
    streams.forEach(this::begin);
  }

  private synchronized boolean charge(Request request, long bytes) {
    long more = bytes - request.chargedBytes;
    long share = limits.bytes() / Math.max(1, streams.size());
    if (more > 0
        && (heldBytes + more > limits.bytes() || request.stream.heldBytes + more > share)) {
      return false;
    }
    hold(request, bytes);
    return true;
  }

  private void hold(Request request, long bytes) {
    heldBytes += bytes - request.chargedBytes;
    request.stream.heldBytes += bytes - request.chargedBytes;
    request.chargedBytes = bytes;
  }

  private static long charge(Request request) {
    boolean read = request.length <= request.stream.reader().maxPictureBytes();
    return Math.max(MIN_CHARGE_BYTES, read ? request.length : 0);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "mobilespark-fetch-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    // The pool outlives the task whose thread happens to make this one.
    thread.setContextClassLoader(Prefetcher.class.getClassLoader());
    return thread;
  }
}

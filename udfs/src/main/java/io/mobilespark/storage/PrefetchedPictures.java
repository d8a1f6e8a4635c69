// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.arrow.FetchedPicture;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;

/** The pictures of one task, read ahead by the JVM's prefetcher and handed out in order. */
final class PrefetchedPictures implements PictureStream {
  /**
   * Begun and not yet handed out, in order. This and the numbers below change under the
   * prefetcher's lock.
   */
  final Deque<Request> ahead = new ArrayDeque<>();

  int next;
  int running;
  long heldBytes;

  private final ObjectSplit split;
  private final PictureReader reader;
  private final Prefetcher prefetcher;
  private final BooleanSupplier killed;

  PrefetchedPictures(
      ObjectSplit split, PictureReader reader, Prefetcher prefetcher, BooleanSupplier killed) {
    this.split = split;
    this.reader = reader;
    this.prefetcher = prefetcher;
    this.killed = killed;
    prefetcher.open(this);
  }

  @Override
  public boolean hasNext() {
    return next < split.size();
  }

  @Override
  public FetchedPicture next() throws InterruptedIOException {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String path = split.paths().get(next);
    long length = split.lengths()[next];
    Request request = prefetcher.first(this);
    if (request == null) {
      return reader.read(path, length);
    }
    prefetcher.await(request, killed);
    prefetcher.take(request);
    if (request.failure instanceof RuntimeException failure) {
      throw failure;
    }
    if (request.failure instanceof Error failure) {
      throw failure;
    }
    return request.picture == null ? reader.read(path, request.length) : request.picture;
  }

  @Override
  public void close() {
    prefetcher.close(this);
  }

  PictureReader reader() {
    return reader;
  }

  /** Whether there are pictures that nobody has begun. */
  boolean hasMore() {
    return next + ahead.size() < split.size();
  }

  /** The first picture that nobody has begun. */
  Request request() {
    int index = next + ahead.size();
    return new Request(this, split.paths().get(index), split.lengths()[index]);
  }

  /** Nothing is left to begin or to hand out. */
  void end() {
    ahead.clear();
    next = split.size();
  }
}

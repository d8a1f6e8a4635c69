// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream ahead in a thread of its own, by a few chunks. Used by one thread; closing it ends
 * the other and closes the stream.
 */
final class ReadAheadStream extends InputStream {
  private static final byte[] NOTHING = {};
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final InputStream in;
  private final long length;
  private final int chunkBytes;
  private final BlockingQueue<Chunk> chunks;
  private final Thread thread;
  private Chunk current = new Chunk(NOTHING, 0, null);
  private int position;
  private boolean ended;

  /**
   * Reads ahead.
   *
   * @param in closed with this stream
   * @param length no more than this many bytes are read
   * @param chunkBytes read at once
   * @param chunksAhead that wait to be taken; at most two more are held
   */
  ReadAheadStream(InputStream in, long length, int chunkBytes, int chunksAhead) {
    this.in = in;
    this.length = length;
    this.chunkBytes = chunkBytes;
    this.chunks = new ArrayBlockingQueue<>(chunksAhead);
    this.thread = new Thread(this::readAll, "mobilespark-shard-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public int read(byte[] buffer, int start, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (position == current.count && !ended) {
      current = take();
      position = 0;
      ended = current.count == 0;
    }
    if (current.failure != null) {
      throw rethrown(current.failure);
    }
    if (ended) {
      return -1;
    }
    int read = Math.min(count, current.count - position);
    System.arraycopy(current.bytes, position, buffer, start, read);
    position += read;
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    current = new Chunk(NOTHING, 0, null);
    position = 0;
    thread.interrupt();
    chunks.clear();
  }

  /** What is no failure of storage fails the task, as in its own thread. */
  private static IOException rethrown(Throwable failure) {
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (IOException) failure;
  }

  private Chunk take() throws InterruptedIOException {
    try {
      return chunks.take();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while waiting for a shard");
    }
  }

  private void readAll() {
    try (in) {
      long left = length;
      Chunk chunk;
      do {
        chunk = chunk(left);
        left -= chunk.count;
        chunks.put(chunk);
      } while (chunk.count > 0);
    } catch (InterruptedException | IOException e) {
      // Closed: by the interrupt, or after everything was read.
    }
  }

  /** The next chunk; an empty one at the end, or at a failure. */
  private Chunk chunk(long left) {
    try {
      byte[] bytes = new byte[(int) Math.min(chunkBytes, left)];
      int count = in.readNBytes(bytes, 0, bytes.length);
      return new Chunk(bytes, count, null);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is, the reader must not wait for ever.
      return new Chunk(NOTHING, 0, e);
    }
  }

  private record Chunk(byte[] bytes, int count, @Nullable Throwable failure) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer, taken as they come by a thread that waits for them until a deadline: of
 * the client's own streams one that stands still is never done. One part is on its way at a time,
 * so that a server cannot send more than is read. Closed by whoever asked, which ends the
 * connection unless all has been read.
 */
final class AnswerBody implements BodySubscriber<AnswerBody>, AutoCloseable {
  private sealed interface Part {}

  private record Bytes(List<ByteBuffer> buffers) implements Part {}

  private record End(@Nullable Throwable failure) implements Part {}

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private @Nullable Subscription subscription;
  private boolean closed;

  @Override
  public CompletionStage<AnswerBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription begun) {
    boolean late;
    synchronized (this) {
      late = closed || subscription != null;
      subscription = late ? subscription : begun;
    }
    if (late) {
      begun.cancel();
    } else {
      begun.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    parts.add(new Bytes(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new End(failure));
  }

  @Override
  public void onComplete() {
    parts.add(new End(null));
  }

  /**
   * The next bytes; none at the end.
   *
   * @param deadline by the clock of {@link System#nanoTime}
   * @throws HttpTimeoutException when they do not come in time
   */
  List<ByteBuffer> next(long deadline) throws IOException, InterruptedException {
    Part part = parts.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    if (part == null) {
      throw new HttpTimeoutException("the answer did not end in time");
    }
    if (part instanceof End end) {
      parts.add(end);
      if (end.failure() instanceof EOFException) {
        throw new EOFException("the answer broke off");
      }
      if (end.failure() != null) {
        throw new IOException(end.failure().getMessage(), end.failure());
      }
      return List.of();
    }
    Subscription more;
    synchronized (this) {
      more = subscription;
    }
    if (more != null) {
      more.request(1);
    }
    return ((Bytes) part).buffers();
  }

  @Override
  public void close() {
    Subscription ending;
    synchronized (this) {
      closed = true;
      ending = subscription;
    }
    if (ending != null) {
      ending.cancel();
    }
  }
}

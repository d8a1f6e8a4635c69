// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** One client's connection and the one to the store that goes with it. */
final class ProxiedConnection {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final String SLOW_DOWN_BODY =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>SlowDown</Code>"
          + "<Message>Please reduce your request rate.</Message></Error>";

  private final Socket client;
  private final Socket store;
  private final InputStream fromClient;
  private final InputStream fromStore;
  private final Duration stall;

  /** Takes two sockets, which stay the caller's. */
  ProxiedConnection(Socket client, Socket store, Duration stall) throws IOException {
    this.client = client;
    this.store = store;
    this.stall = stall;
    for (Socket socket : new Socket[] {client, store}) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
    }
    this.fromClient = new BufferedInputStream(client.getInputStream());
    this.fromStore = new BufferedInputStream(store.getInputStream());
  }

  /** Passes requests until either side ends or a fault does. */
  void serve(Duration delay, Supplier<Optional<Fault>> faults)
      throws IOException, InterruptedException {
    boolean open = true;
    while (open) {
      Optional<HttpHead> request = HttpHead.read(fromClient);
      if (request.isEmpty()) {
        return;
      }
      Thread.sleep(delay.toMillis());
      Optional<Fault> fault = faults.get();
      open = fault.isPresent() ? disturbed(request.get(), fault.get()) : passed(request.get());
    }
  }

  private boolean disturbed(HttpHead request, Fault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case SLOW_DOWN -> {
        passBody(request, OutputStream.nullOutputStream());
        client.getOutputStream().write(slowDown(request));
        return true;
      }
      case TRUNCATION -> {
        toStore(request);
        cut(request, response());
        return false;
      }
      case STALL -> {
        Thread.sleep(stall.toMillis());
        return false;
      }
      case RESET -> {
        // With a linger of zero, closing sends RST.
        client.setSoLinger(true, 0);
        return false;
      }
    }
    throw new IllegalArgumentException(fault.toString());
  }

  private boolean passed(HttpHead request) throws IOException {
    toStore(request);
    HttpHead response = response();
    OutputStream out = client.getOutputStream();
    out.write(response.toBytes());
    boolean ends = false;
    if (hasBody(request, response)) {
      if (response.isChunked()) {
        HttpBody.copyChunks(fromStore, out);
      } else if (response.length().isPresent()) {
        HttpBody.copy(fromStore, out, response.length().get());
      } else {
        fromStore.transferTo(out);
        ends = true;
      }
    }
    out.flush();
    return !ends && !response.closes() && !request.closes();
  }

  /** Half of a body; nothing of an answer that has none, or whose length is not told before. */
  private void cut(HttpHead request, HttpHead response) throws IOException {
    long length = hasBody(request, response) ? response.length().orElse(0L) : 0;
    if (length > 0) {
      client.getOutputStream().write(response.toBytes());
      HttpBody.copy(fromStore, client.getOutputStream(), length / 2);
    }
  }

  private void toStore(HttpHead request) throws IOException {
    OutputStream out = store.getOutputStream();
    out.write(request.without("Expect").toBytes());
    passBody(request, out);
    out.flush();
  }

  private void passBody(HttpHead request, OutputStream out) throws IOException {
    if (request.header("Expect").isPresent()) {
      client.getOutputStream().write(CONTINUE);
    }
    if (request.isChunked()) {
      HttpBody.copyChunks(fromClient, out);
    } else {
      HttpBody.copy(fromClient, out, request.length().orElse(0L));
    }
  }

  private HttpHead response() throws IOException {
    HttpHead head = null;
    while (head == null || head.status() == 100) {
      head = HttpHead.read(fromStore).orElseThrow(() -> new EOFException("No answer"));
    }
    return head;
  }

  private static boolean hasBody(HttpHead request, HttpHead response) {
    int status = response.status();
    return !request.firstWord().equals("HEAD") && status != 204 && status != 304;
  }

  private static byte[] slowDown(HttpHead request) throws IOException {
    byte[] body = SLOW_DOWN_BODY.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    String head =
        String.format(
            Locale.ROOT,
            "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n",
            body.length);
    answer.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (!request.firstWord().equals("HEAD")) {
      answer.write(body);
    }
    return answer.toByteArray();
  }
}

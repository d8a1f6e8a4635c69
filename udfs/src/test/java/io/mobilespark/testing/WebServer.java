// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A web server on loopback: late as real ones are, many at once, and faulty where it is told to.
 */
public final class WebServer implements AutoCloseable {
  private static final Reply NOTHING = status("404 Not Found");

  private final long delayMillis;
  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "web-server");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, List<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  /** What is sent for one request. */
  @FunctionalInterface
  public interface Reply {
    /**
     * Writes status line, headers and body.
     *
     * @return whether the connection may be used again
     */
    boolean send(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * A request.
   *
   * @param target path and query as they came
   * @param headers names in small letters
   * @param nanos when it came
   */
  public record Request(String target, Map<String, String> headers, long nanos) {
    /** Copies the headers. */
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /** Begins to answer, each request after a delay. */
  public WebServer(long delayMillis) {
    this.delayMillis = delayMillis;
    try {
      socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::serve);
  }

  /** A target's answers, one after the other; the last one is given again and again. */
  public WebServer answer(String target, Reply... all) {
    replies.put(target, new CopyOnWriteArrayList<>(all));
    return this;
  }

  /** A whole picture. */
  public static Reply picture(byte[] content) {
    return body("200 OK", List.of("Content-Length: " + content.length), content, true);
  }

  /** A status without a body. */
  public static Reply status(String status, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: 0");
    return body(status, all, new byte[0], true);
  }

  /** Any headers and bytes, whether they fit or not. */
  public static Reply body(String status, List<String> headers, byte[] content, boolean goesOn) {
    return out -> {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
      headers.forEach(header -> head.append(header).append("\r\n"));
      if (!goesOn) {
        head.append("Connection: close\r\n");
      }
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(content);
      out.flush();
      return goesOn;
    };
  }

  /** Where it listens, without a path. */
  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** All that came, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many came for a target. */
  public long requests(String target) {
    return requests.stream().filter(request -> request.target().equals(target)).count();
  }

  /** The most that were under way at once. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> talk(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          int colon = header.indexOf(':');
          headers.put(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              header.substring(colon + 1).strip());
        }
        String target = line.split(" ", -1)[1];
        requests.add(new Request(target, headers, System.nanoTime()));
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
          Thread.sleep(delayMillis);
          if (!next(target).send(out)) {
            return;
          }
        } finally {
          underWay.decrementAndGet();
        }
      }
    } catch (IOException e) {
      // The client went away.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply next(String target) {
    List<Reply> all = replies.getOrDefault(target, List.of(NOTHING));
    return all.size() > 1 ? all.remove(0) : all.get(0);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}

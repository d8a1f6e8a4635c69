// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on loopback that answers one request after the other as it is told to. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final ConcurrentLinkedQueue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

  /** What is sent for one request. */
  interface Reply {
    /** Writes status line, headers and body. */
    void send(Map<String, String> headers, OutputStream out)
        throws IOException, InterruptedException;
  }

  ScriptedServer() throws IOException {
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** The next answer; after the last one it answers 500. */
  ScriptedServer then(Reply reply) {
    replies.add(reply);
    return this;
  }

  /** Headers of the requests so far, names in lower case. */
  List<Map<String, String>> requests() {
    return requests;
  }

  URI url(String file) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/" + file);
  }

  /** A status line with headers, and the start of the body. */
  static Reply reply(String status, List<String> headers, byte[] body) {
    return (request, out) -> {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
      headers.forEach(header -> head.append(header).append("\r\n"));
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
    };
  }

  /** Sends nothing more for as long as the connection lasts. */
  static Reply silence(Reply before) {
    return (request, out) -> {
      before.send(request, out);
      Thread.sleep(20_000);
    };
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread thread = new Thread(() -> answer(connection), "scripted-answer");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      Map<String, String> headers = new TreeMap<>();
      headers.put("", in.readLine());
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      requests.add(headers);
      Reply next = replies.poll();
      Reply reply =
          next == null ? reply("500 Internal Server Error", List.of(), new byte[0]) : next;
      reply.send(headers, connection.getOutputStream());
    } catch (IOException e) {
      // The client went away, as it should after a stall.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before an S3 server on loopback, delays every request and lets some of them fail. Passes
 * requests as they come, their Host header too, which their signature covers. Clients' connections
 * are as many as they open; a stall lasts as long as it is set to.
 */
public final class FaultProxy implements AutoCloseable {
  private final URI upstream;
  private final ServerSocket socket;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final Map<Thread, Long> processorNanos = new ConcurrentHashMap<>();
  private volatile Duration delay = Duration.ZERO;
  private volatile Duration stall = Duration.ofSeconds(2);
  private volatile FaultPlan plan = FaultPlan.none();

  private FaultProxy(URI upstream, ServerSocket socket) {
    this.upstream = upstream;
    this.socket = socket;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "fault-proxy");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts one that passes everything. */
  public static FaultProxy before(URI upstream) {
    try {
      FaultProxy proxy =
          new FaultProxy(upstream, new ServerSocket(0, 512, InetAddress.getLoopbackAddress()));
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** From now on every request waits so long before it is passed. */
  public void delay(Duration each) {
    delay = each;
  }

  /** From now on a stall lasts so long; holds for new connections. */
  public void stall(Duration each) {
    stall = each;
  }

  /**
   * From now on a share of the requests meets a fault.
   *
   * @param seed of the order
   * @param faults to draw from, one as often as the other; all where none is given
   */
  public void disturb(double share, long seed, Fault... faults) {
    plan = new FaultPlan(share, seed, List.of(faults.length == 0 ? Fault.values() : faults));
  }

  /** From now on nothing fails. */
  public void calm() {
    plan = FaultPlan.none();
  }

  /** Requests that came, from the start on. */
  public long requests() {
    return requests.get();
  }

  /** What its threads have taken of the machine's cores, up to the last request of each. */
  public Duration processorTime() {
    return Duration.ofNanos(processorNanos.values().stream().mapToLong(each -> each).sum());
  }

  /** What has happened since {@link #disturb}. */
  public Map<Fault, Integer> happened() {
    return plan.happened();
  }

  @Override
  public void close() {
    closeAll(socket);
    open.forEach(FaultProxy::closeAll);
    threads.shutdownNow();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket store = new Socket(InetAddress.getLoopbackAddress(), upstream.getPort())) {
      new ProxiedConnection(client, store, stall).serve(delay, this::next);
    } catch (IOException e) {
      // Either side ended the connection: the other one is closed too, and sees as much.
      closeAll(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private Optional<Fault> next() {
    requests.incrementAndGet();
    processorNanos.put(
        Thread.currentThread(), ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    return plan.next();
  }

  private static void closeAll(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close " + connection, e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask a host, of all threads that would. A host that wants to be left alone is left alone
 * for a while, and then asked by few at once: by more with every answer up to half of what was too
 * many, and from there by one more for as many answers as may be under way, as TCP does. Those who
 * wait spend no try; they give up when several pauses in a row have brought no answer at all.
 */
final class HostTurns {
  /** More hosts are not remembered: a list may name any number. */
  private static final int MOST_HOSTS = 10_000;

  /** At once, after a pause. */
  private static final int FEW = 4;

  /** No more are ever asked at once. */
  private static final int ALL = 1024;

  /** At once, of a host that cannot deliver a picture and does not say that it is due to us. */
  private static final int LEAST_SLOW = 16;

  private static final int MOST_DOUBLED = 6;

  private final WebLimits limits;
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  HostTurns(WebLimits limits) {
    this.limits = limits;
  }

  /** Of one who asks for a picture. Not for several threads. */
  static final class Patience {
    /** Pauses that each host had before it was asked first. */
    private final Map<String, Integer> before = new HashMap<>(2);

    private String detail = "";

    /** What the host said that was given up; empty where none was. */
    String detail() {
      return detail;
    }
  }

  /** What is known of a host. All but the users is guarded by it. */
  private static final class Host {
    /** Those who wait or ask; changes within the map only. */
    private int users;

    private int running;
    private int bound = ALL;
    private int threshold = ALL;
    private int answers;
    private int changes;
    private int pauses;
    private int fruitless;
    private long pauseEnd;
    private boolean paused;
    private String said = "";

    private long left() {
      long left = paused ? pauseEnd - System.nanoTime() : 0;
      paused = left > 0;
      return left;
    }
  }

  /** One request under way; closed when it has its status, or has failed. */
  final class Turn implements AutoCloseable {
    private final String name;
    private final Host host;
    private final int begun;

    private Turn(String name, Host host) {
      this.name = name;
      this.host = host;
      this.begun = host.changes;
    }

    /** The host has answered, whatever it said of the picture. */
    void answered() {
      synchronized (host) {
        if (begun != host.changes) {
          return;
        }
        host.fruitless = 0;
        if (host.bound < host.threshold) {
          host.bound++;
        } else if (host.bound < ALL && ++host.answers >= host.bound) {
          host.bound++;
          host.answers = 0;
        }
      }
    }

    /** The host could not answer, be it for this picture only. */
    void unavailable() {
      synchronized (host) {
        if (begun == host.changes) {
          host.changes++;
          int half = Math.min(host.bound, host.running) / 2;
          host.bound = Math.max(Math.min(LEAST_SLOW, host.bound), half);
        }
      }
    }

    /**
     * The host wants to be left alone.
     *
     * @param pause that it wants; at most as long as anybody waits
     */
    void busy(Optional<Duration> pause, String said) {
      synchronized (host) {
        // Those that were under way already say nothing new.
        if (begun == host.changes) {
          host.changes++;
          host.pauses++;
          host.fruitless++;
          host.threshold = Math.max(1, Math.min(host.bound, host.running) / 2);
          host.bound = Math.min(FEW, host.threshold);
          host.answers = 0;
        }
        Duration told = pause.orElseGet(() -> pause(host.fruitless));
        Duration most = limits.mostPause();
        long end = System.nanoTime() + (told.compareTo(most) > 0 ? most : told).toNanos();
        host.pauseEnd = host.left() > 0 && host.pauseEnd - end > 0 ? host.pauseEnd : end;
        host.paused = true;
        host.said = said;
      }
    }

    @Override
    public void close() {
      synchronized (host) {
        host.running--;
        host.notifyAll();
      }
      leave(name);
    }
  }

  /**
   * Waits for a turn.
   *
   * @return null when the host has been busy for longer than anybody waits
   */
  @Nullable Turn begin(String name, Patience patience) throws InterruptedException {
    Host host = hosts.compute(name, (key, known) -> entered(known));
    Turn turn = null;
    try {
      turn = await(name, host, patience);
      return turn;
    } finally {
      if (turn == null) {
        leave(name);
      }
    }
  }

  private static Host entered(@Nullable Host known) {
    Host host = known == null ? new Host() : known;
    host.users++;
    return host;
  }

  private @Nullable Turn await(String name, Host host, Patience patience)
      throws InterruptedException {
    synchronized (host) {
      int before = patience.before.computeIfAbsent(name, key -> host.pauses);
      while (true) {
        if (Math.min(host.fruitless, host.pauses - before) >= limits.tries()) {
          patience.detail = host.said + ", as for all of the host in " + limits.tries() + " pauses";
          return null;
        }
        long left = host.left();
        if (left <= 0 && host.running < host.bound) {
          host.running++;
          return new Turn(name, host);
        }
        // Whoever has a turn wakes those who wait.
        TimeUnit.NANOSECONDS.timedWait(host, left > 0 ? left : Long.MAX_VALUE);
      }
    }
  }

  private void leave(String name) {
    hosts.computeIfPresent(name, (key, host) -> --host.users == 0 && isPlain(host) ? null : host);
    if (hosts.size() > MOST_HOSTS) {
      for (String each : hosts.keySet()) {
        hosts.computeIfPresent(each, (key, host) -> host.users == 0 ? null : host);
      }
    }
  }

  private static boolean isPlain(Host host) {
    synchronized (host) {
      return host.bound == ALL && host.left() <= 0;
    }
  }

  /** Twice as long for each that was in vain, and never the same for all hosts. */
  private Duration pause(int fruitless) {
    long whole = limits.backoff().toMillis() << Math.min(fruitless - 1, MOST_DOUBLED);
    return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }
}

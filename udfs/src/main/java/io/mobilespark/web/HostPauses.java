package io.mobilespark.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Which hosts have asked to be left alone, for all threads that would ask them. */
final class HostPauses {
  /** More are not kept: a list may name any number of hosts. */
  private static final int MOST_HOSTS = 10_000;

  private final Map<String, Long> ends = new ConcurrentHashMap<>();

  /** A host is left alone from now on. */
  void begin(String host, Duration pause) {
    long now = System.nanoTime();
    if (ends.size() >= MOST_HOSTS) {
      ends.values().removeIf(end -> end - now <= 0);
    }
    if (ends.size() < MOST_HOSTS) {
      long end = now + pause.toNanos();
      ends.merge(host, end, (a, b) -> a - b > 0 ? a : b);
    }
  }

  /** Waits until a host may be asked. */
  void await(String host) throws InterruptedException {
    Long end = ends.get(host);
    if (end != null) {
      long left = end - System.nanoTime();
      if (left > 0) {
        TimeUnit.NANOSECONDS.sleep(left);
      } else {
        ends.remove(host, end);
      }
    }
  }
}

package io.mobilespark.jobs.journal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Who holds a lock.
 *
 * @param run its id
 * @param host where its driver runs
 * @param pid the driver's process there
 * @param processStart when that process began, ISO 8601; tells it from a later one of the same
 *     number; empty where the system does not say
 * @param since when the lock was taken, ISO 8601
 */
record LockOwner(String run, String host, long pid, String processStart, String since) {

  static LockOwner thisProcess(String run) {
    ProcessHandle process = ProcessHandle.current();
    return new LockOwner(
        run, thisHost(), process.pid(), startOf(process), Instant.now().toString());
  }

  /** Whether its process lives; empty when it runs on another host, where nobody here can see. */
  Optional<Boolean> livesHere() {
    if (!host.equals(thisHost())) {
      return Optional.empty();
    }
    return Optional.of(
        ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> startOf(process).equals(processStart))
            .isPresent());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "run %s on %s (process %d, since %s)", run, host, pid, since);
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
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
 * @param boot tells this start of the host's kernel from every other; empty where the system does
 *     not say, and in locks of earlier versions
 * @param pidNamespace in which the process has its number; empty as {@code boot} is
 */
record LockOwner(
    String run,
    String host,
    long pid,
    String processStart,
    String since,
    String boot,
    String pidNamespace) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  LockOwner {
    // Absent in locks of earlier versions.
    boot = Objects.requireNonNullElse(boot, "");
    pidNamespace = Objects.requireNonNullElse(pidNamespace, "");
  }

  static LockOwner thisProcess(String run) {
    ProcessHandle process = ProcessHandle.current();
    return new LockOwner(
        run,
        thisHost(),
        process.pid(),
        startOf(process),
        Instant.now().toString(),
        thisBoot(),
        thisPidNamespace());
  }

  /**
   * Whether its process lives. Empty where nobody here can see it: a process's number means
   * something within one boot of one kernel and one namespace of processes only, and hosts that
   * have the same name need not be the same.
   */
  Optional<Boolean> livesHere() {
    if (boot.isEmpty()
        || pidNamespace.isEmpty()
        || !boot.equals(thisBoot())
        || !pidNamespace.equals(thisPidNamespace())) {
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

  static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String thisBoot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      // Not Linux, or not to be seen: the heartbeat alone counts then.
      return "";
    }
  }

  private static String thisPidNamespace() {
    try {
      return Files.readSymbolicLink(PID_NAMESPACE).toString();
    } catch (IOException | UnsupportedOperationException e) {
      // As for the boot.
      return "";
    }
  }
}

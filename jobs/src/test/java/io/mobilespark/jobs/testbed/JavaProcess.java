// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JVM of its own, whose output goes to a file. Ends with {@link #close}, and at the latest with
 * this JVM, together with the processes it has started.
 */
public final class JavaProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final String LOGGING = "log4j2.configurationFile";
  private static final long POLL_MILLIS = 50;

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread lastResort;

  private JavaProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.lastResort = new Thread(() -> family(process.toHandle()).forEach(JavaProcess::kill));
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Starts a JVM.
   *
   * @param name of its log
   * @param folder its working directory, where the log lies too
   * @param arguments of {@code java}
   * @param environment added to what is left of this JVM's after Spark's, Hadoop's and AWS's
   */
  public static JavaProcess start(
      String name, Path folder, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            key -> Stream.of("SPARK_", "HADOOP_", "AWS_", "JAVA_TOOL").anyMatch(key::startsWith));
    builder.environment().putAll(environment);
    try {
      return new JavaProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Options of this JVM for others that do the same work: what Spark wants opened, properties, and
   * how logging is set up, which Maven does not set on the command line. Agents are left out, as
   * they would write into this JVM's files.
   */
  public static List<String> inherited() {
    List<String> options = new ArrayList<>();
    options.add("-D" + LOGGING + "=" + System.getProperty(LOGGING, ""));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add") || argument.startsWith("-D"))
        .filter(argument -> !argument.startsWith("-Duser."))
        .forEach(options::add);
    return options;
  }

  /** What it has written up to now. */
  public String output() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that holds what it writes. */
  public Path log() {
    return log;
  }

  /** The process, to be killed by tests. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until its output has a pattern a number of times. */
  public void awaitOutput(Pattern pattern, int times, Duration atMost) {
    await(
        () -> pattern.matcher(output()).results().limit(times).count() == times,
        "'" + pattern + "'",
        atMost);
  }

  /** Waits until something holds; fails when it takes too long or the process ends before. */
  public void await(BooleanSupplier condition, String what, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(isAlive()).as("%s ended before %s:%n%s", name, what, tail()).isTrue();
      assertThat(System.nanoTime())
          .as("%s: no %s within %s:%n%s", name, what, atMost, tail())
          .isLessThan(deadline);
      pause();
    }
  }

  /** Waits for its end and returns its exit code; kills it when that takes too long. */
  public int exitCode(Duration atMost) {
    try {
      boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        close();
      }
      assertThat(ended).as("%s still ran after %s:%n%s", name, atMost, tail()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + " was not waited for", e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> family = family(process.toHandle());
    family.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (ProcessHandle member : family) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        member.onExit().get(left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        kill(member);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        kill(member);
        Thread.currentThread().interrupt();
      }
    }
    try {
      Runtime.getRuntime().removeShutdownHook(lastResort);
    } catch (IllegalStateException e) {
      // This JVM is ending: the hook does the same again.
      assertThat(e).hasMessageContaining("Shutdown");
    }
  }

  private static List<ProcessHandle> family(ProcessHandle parent) {
    return Stream.concat(Stream.of(parent), parent.descendants()).toList();
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
  }

  private String tail() {
    String all = output();
    return all.substring(Math.max(0, all.length() - 4000));
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A tool that prints readings line by line, and the thread that reads them. Where the JVM is killed
 * the tool ends with its next line, which nobody takes.
 */
final class GpuReader implements AutoCloseable {
  private static final int MAX_LINE = 400;
  private static final long GRACE_SECONDS = 2;

  private final Process process;
  private final String tool;
  private final Consumer<GpuReading> readings;
  private final Consumer<String> problems;
  private volatile boolean closed;
  private volatile boolean running = true;

  /** Used by the thread alone. */
  private String strange = "";

  private GpuReader(
      Process process, String tool, Consumer<GpuReading> readings, Consumer<String> problems) {
    this.process = process;
    this.tool = tool;
    this.readings = readings;
    this.problems = problems;
  }

  /**
   * Starts both.
   *
   * @param readings told of each by the thread
   * @param problems told of the first line that is no reading, and of an end that nobody asked for;
   *     one line each
   * @throws IOException when the tool is not there
   */
  static GpuReader start(
      List<String> command, Consumer<GpuReading> readings, Consumer<String> problems)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    GpuReader reader = new GpuReader(process, command.get(0), readings, problems);
    Thread thread = new Thread(reader::read, "mobilespark-nvidia-smi");
    thread.setDaemon(true);
    thread.start();
    return reader;
  }

  /** Whether more readings may come. */
  boolean running() {
    return running;
  }

  /** Ends the tool, by force if it has to be. */
  @Override
  public void close() {
    closed = true;
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (InputStream out = process.getInputStream()) {
      StringBuilder line = new StringBuilder();
      byte[] bytes = new byte[4096];
      for (int count = out.read(bytes); count >= 0; count = out.read(bytes)) {
        for (char c : new String(bytes, 0, count, StandardCharsets.ISO_8859_1).toCharArray()) {
          if (c == '\n') {
            take(line.toString().strip());
            line.setLength(0);
          } else if (line.length() < MAX_LINE) {
            line.append(c);
          }
        }
      }
      take(line.toString().strip());
      ended("ended with code " + process.waitFor());
    } catch (IOException e) {
      ended("cannot be read: " + e.getMessage());
    } catch (InterruptedException e) {
      // Nobody should; the tool ends with the stream that is closed now.
      Thread.currentThread().interrupt();
    }
  }

  private void take(String line) {
    if (line.isEmpty() || closed) {
      return;
    }
    Optional<GpuReading> reading = GpuReading.parse(line);
    if (reading.isPresent()) {
      readings.accept(reading.get());
    } else if (strange.isEmpty()) {
      strange = line;
      problems.accept(String.format(Locale.ROOT, "%s says '%s'", tool, line));
    }
  }

  private void ended(String how) {
    running = false;
    if (!closed) {
      problems.accept(String.format(Locale.ROOT, "%s %s", tool, how));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs of {@code label} by the smallest network, each a JVM with a heap of 1 GiB on two cores, and
 * what is seen of them from outside.
 *
 * @param folder of the table, the logs and what was written of collections
 */
record LabelRuns(Path folder) {
  private static final Pattern GC = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");

  /**
   * Begins a run, or goes on with one; the caller closes it.
   *
   * @param name of its log
   * @param environment of the process, such as credentials
   * @param options what it reads, and whatever else
   */
  JavaProcess start(String name, Map<String, String> environment, List<String> options) {
    List<String> java = new ArrayList<>(JavaProcess.inherited());
    java.addAll(List.of("-Xmx1g", "-Xlog:gc:file=" + folder.resolve(name + ".gc")));
    java.addAll(List.of("-cp", System.getProperty("java.class.path")));
    java.addAll(List.of("io.mobilespark.jobs.cli.Main", "label", "--master", "local[2]"));
    java.addAll(List.of("--output", table().toString()));
    String weights = "data/weights/mobilenet_2_5_224-assembled.h5";
    java.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--resolution", "128"));
    java.addAll(List.of("--preset", "squash"));
    java.addAll(List.of("--weights", SharedFiles.require(weights).toString()));
    java.addAll(options);
    Map<String, String> all = new HashMap<>(environment);
    all.put("SPARK_LOCAL_IP", "127.0.0.1");
    return JavaProcess.start(name, folder, java, all);
  }

  /** What the runs write. */
  Path table() {
    return folder.resolve("table");
  }

  /** Whether the run's list is stored. */
  BooleanSupplier planned() {
    return () -> count("list", ".json") > 0;
  }

  /** Waves that are committed. */
  long waves() {
    return count("waves", ".json");
  }

  /** Bytes of the list. */
  long listBytes() {
    try (Stream<Path> files = Files.list(work("list"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long count(String below, String end) {
    if (!Files.isDirectory(work(below))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(work(below))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(end) && !name.startsWith("."))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path work(String below) {
    return folder.resolve(".table.mobilespark").resolve(below);
  }

  /** MiB that lived after each collection of a run so far. */
  List<Long> livedMebibytes(String name) throws IOException {
    List<Long> lived = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name + ".gc"))) {
      Matcher heap = GC.matcher(line);
      if (heap.find()) {
        lived.add(Long.parseLong(heap.group(2)));
      }
    }
    return lived;
  }
}

package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.SharedFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of few pictures under as many names as are asked for: two levels of links to folders, so
 * that a hundred million names take some thousand inodes. The manifest that names them, shuffled,
 * and runs of {@code label} over it with a heap of 1 GiB on two cores.
 *
 * @param folder of everything
 * @param lines of the manifest
 */
record ManyPictures(Path folder, long lines) {
  private static final int LINKS = 1000;
  private static final Pattern GC = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");

  /** Makes links and manifest. */
  static ManyPictures of(Path folder, Path pictures, long lines) throws IOException {
    List<Path> originals;
    try (Stream<Path> files = Files.list(pictures)) {
      originals = files.filter(Files::isRegularFile).sorted().limit(LINKS).toList();
    }
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Path outer = Files.createDirectories(folder.resolve("outer"));
    for (int i = 0; i < LINKS; i++) {
      Files.createSymbolicLink(inner.resolve(String.format(Locale.ROOT, "%03d", i)), pictures);
      Files.createSymbolicLink(outer.resolve(String.format(Locale.ROOT, "%03d", i)), inner);
    }
    long names = (long) LINKS * LINKS * originals.size();
    if (lines > names) {
      throw new IllegalArgumentException(
          originals.size() + " pictures have " + names + " names, not " + lines);
    }
    try (BufferedWriter manifest = Files.newBufferedWriter(folder.resolve("manifest.txt"))) {
      // A step without a common factor goes through all names, far from their order.
      long step = 1_000_000_007L % names;
      long name = 0;
      for (long i = 0; i < lines; i++) {
        int picture = (int) (name % originals.size());
        long link = name / originals.size();
        manifest.write("file:" + outer + "/" + three(link / LINKS) + "/" + three(link % LINKS));
        manifest.write("/" + originals.get(picture).getFileName() + "\n");
        name = (name + step) % names;
      }
    }
    return new ManyPictures(folder, lines);
  }

  private static String three(long number) {
    String digits = Long.toString(number);
    return "0".repeat(3 - digits.length()) + digits;
  }

  /** Begins a run, or goes on with one; the caller closes it. */
  JavaProcess label(String name, int unitPictures, String... more) throws IOException {
    List<String> java = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add") || argument.startsWith("-D"))
        .forEach(java::add);
    java.addAll(List.of("-Xmx1g", "-Xlog:gc:file=" + folder.resolve(name + ".gc")));
    java.addAll(List.of("-cp", System.getProperty("java.class.path")));
    java.addAll(List.of("io.mobilespark.jobs.cli.Main", "label", "--master", "local[2]"));
    java.addAll(List.of("--manifest", folder.resolve("manifest.txt").toString()));
    java.addAll(List.of("--output", folder.resolve("table").toString()));
    java.addAll(List.of("--unit-pictures", Integer.toString(unitPictures)));
    String weights = "data/weights/mobilenet_2_5_224-assembled.h5";
    java.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--resolution", "128"));
    java.addAll(List.of("--preset", "squash"));
    java.addAll(List.of("--weights", SharedFiles.require(weights).toString()));
    java.addAll(List.of(more));
    return JavaProcess.start(name, folder, java, Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
  }

  /** Whether the run's list is stored. */
  boolean isPlanned() throws IOException {
    return count("list", ".json") > 0;
  }

  /** Waves that are committed. */
  long waves() throws IOException {
    return count("waves", ".json");
  }

  /** Bytes of the list. */
  long listBytes() throws IOException {
    try (Stream<Path> files = Files.list(work("list"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private long count(String below, String end) throws IOException {
    if (!Files.isDirectory(work(below))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(work(below))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(end) && !name.startsWith("."))
          .count();
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

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A set that has been drawn: one folder for each class, {@code labels.csv} (columns path and label;
 * paths relative to the set, broken files not among them), {@code classes.txt} (one class a line,
 * in the order of the model's outputs), and the folder {@code broken} if any are.
 *
 * @param folder the set's folder
 * @param pictures how many can be decoded
 * @param broken how many cannot
 * @param bytes of all of them
 */
public record DrawnSet(Path folder, int pictures, int broken, long bytes) {
  /** The classes, in the order of the model's outputs. */
  public static final List<String> CLASSES = Stream.of(Motif.values()).map(Motif::label).toList();

  /** The file with the class of every picture. */
  public Path labels() {
    return folder.resolve("labels.csv");
  }

  /** The file with the classes. */
  public Path classes() {
    return folder.resolve("classes.txt");
  }

  /** Says in the set's folder whose it is, so that a later run may replace it. */
  public void mark() {
    // Names of pictures are many: what they begin with says the same.
    Set<String> files =
        new TreeSet<>(Set.of("labels.csv", "classes.txt", BrokenFile.FOLDER + "/*"));
    CLASSES.forEach(label -> files.add(label + "/*"));
    OutputGuard.of("--output", "file://" + folder.toAbsolutePath(), new Configuration(false))
        .mark(OutputKind.PICTURES, files);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.outputs;

import com.fasterxml.jackson.databind.JsonNode;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which files of an output its manifest tells. What MobileSpark's files lie beside them are of a
 * run that has not ended or are about to be removed, where an output is written in its place.
 *
 * @param names of files, or where they end with {@code *} how names begin; no others than letters,
 *     digits, {@code -}, {@code _} and {@code .} besides
 * @param own those of all files that MobileSpark wrote there, likewise
 */
public record OutputContent(Set<String> names, Set<String> own) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SHARDS = "pack.json";

  /** Copies the names. */
  public OutputContent {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
    own = Collections.unmodifiableSet(new TreeSet<>(own));
  }

  /** The files of a table, of which a manifest says how their names begin. */
  public static OutputContent ofTable(Collection<String> beginnings) {
    return ofTable(beginnings, beginnings);
  }

  private static OutputContent ofTable(Collection<String> beginnings, Collection<String> own) {
    return new OutputContent(
        beginnings.stream().map(begin -> begin + "*").collect(Collectors.toSet()),
        own.stream().map(begin -> begin + "*").collect(Collectors.toSet()));
  }

  /**
   * What a table or a folder of shards holds; empty where all that lies there counts.
   *
   * @throws MobileSparkException when the run has not ended that makes it
   */
  public static Optional<OutputContent> of(FileSystem fileSystem, Path folder) throws IOException {
    if (isUnfinished(fileSystem, folder)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "%s is not whole: a run that writes it has not ended", folder));
    }
    return told(fileSystem, folder);
  }

  private static Optional<OutputContent> told(FileSystem fileSystem, Path folder)
      throws IOException {
    Optional<OutputMarker> marker = OutputMarker.of(fileSystem, folder);
    if (marker.isEmpty()) {
      return Optional.empty();
    }
    return switch (marker.get().kind()) {
      case TABLE -> table(fileSystem, folder, marker.get());
      case PACK -> shards(fileSystem, folder, marker.get());
      default -> Optional.empty();
    };
  }

  /** Empty for tables of early versions, and of streams: Spark reads these by a list of its own. */
  private static Optional<OutputContent> table(
      FileSystem fileSystem, Path folder, OutputMarker marker) throws IOException {
    List<String> beginnings = new ArrayList<>();
    manifest(fileSystem, folder, OutputMarker.RUN)
        .ifPresent(run -> run.path("files").forEach(file -> beginnings.add(file.asText())));
    return Optional.of(beginnings)
        .filter(some -> !some.isEmpty())
        .map(some -> ofTable(some, marker.files()));
  }

  /** Whether a folder is a table or holds shards that no manifest tells yet. */
  public static boolean isUnfinished(FileSystem fileSystem, Path folder) throws IOException {
    Optional<OutputMarker> marker = OutputMarker.of(fileSystem, folder);
    if (marker.isEmpty()) {
      return fileSystem.exists(new Path(folder, OutputMarker.FOLDER + "/run/state.json"));
    }
    return marker.get().kind() == OutputKind.PACK
        && shards(fileSystem, folder, marker.get()).isEmpty();
  }

  private static Optional<OutputContent> shards(
      FileSystem fileSystem, Path folder, OutputMarker marker) throws IOException {
    return manifest(fileSystem, folder, SHARDS)
        .map(
            pack ->
                new OutputContent(
                    Set.copyOf(pack.path("shards").findValuesAsText("file")), marker.files()));
  }

  private static Optional<JsonNode> manifest(FileSystem fileSystem, Path folder, String name)
      throws IOException {
    return new StateFiles(fileSystem, StoreKind.of(fileSystem, folder))
        .readWhole(new Path(new Path(folder, OutputMarker.FOLDER), name), JsonNode.class);
  }

  /** Whether a file of this name is told. */
  public boolean holds(String name) {
    return fits(names, name);
  }

  /** Whether a file of this name is MobileSpark's, and is not told: others' files are others'. */
  public boolean leftBehind(String name) {
    return !holds(name) && fits(own, name);
  }

  private static boolean fits(Set<String> names, String name) {
    return names.contains(name)
        || names.stream()
            .anyMatch(
                each ->
                    each.endsWith("*") && name.startsWith(each.substring(0, each.length() - 1)));
  }

  /** A pattern that fits the names of these files, as Hadoop's globs are. */
  public String glob() {
    return names.size() == 1 ? names.iterator().next() : "{" + String.join(",", names) + "}";
  }
}

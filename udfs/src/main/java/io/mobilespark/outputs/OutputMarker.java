// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.outputs;

import com.fasterxml.jackson.databind.JsonNode;
import io.mobilespark.identity.SchemaVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Says that MobileSpark wrote a folder. A table's marker is {@code _mobilespark/run.json}, which
 * the journal writes, or {@code follow.json} of a stream; every other folder's is {@code
 * _mobilespark/output.json}.
 *
 * @param schemaVersion of the layout; 0 where none is stated
 * @param kind what the folder is
 * @param run the attempt that wrote it last
 * @param files its files by their names below the folder, with {@code /} between parts; an entry
 *     that ends with {@code *} is how several begin. Of a table how the names of its files begin,
 *     and of those that its runs may have left beside them
 */
public record OutputMarker(int schemaVersion, OutputKind kind, String run, Set<String> files) {
  /** The folder within an output that is not the output's content. */
  public static final String FOLDER = "_mobilespark";

  /** Where a run that writes within its output shows that it is at work; what it adds begins so. */
  public static final String LOCK = "lock.json";

  /** How the names of a table's files begin. */
  public static final String ANY_TABLE_FILE = "part-";

  private static final String OUTPUT = "output.json";
  static final String RUN = "run.json";
  private static final String FOLLOW = "follow.json";

  /** Copies the names. */
  public OutputMarker {
    files = Collections.unmodifiableSet(new TreeSet<>(files));
  }

  /** The marker of a folder written now. */
  public static OutputMarker now(OutputKind kind, String run, Set<String> files) {
    return new OutputMarker(SchemaVersion.CURRENT, kind, run, files);
  }

  /** Whether a path is that of a marker. */
  public static boolean isMarker(Path file) {
    Path folder = file.getParent();
    return folder != null
        && folder.getName().equals(FOLDER)
        && Set.of(OUTPUT, RUN, FOLLOW).contains(file.getName());
  }

  /** Where the marker lies of a folder that is no table. */
  public static Path below(Path folder) {
    return new Path(new Path(folder, FOLDER), OUTPUT);
  }

  /** Writes it below its folder; the last thing that is written there. */
  public void write(FileSystem fileSystem, Path folder) throws IOException {
    new StateFiles(fileSystem, StoreKind.of(fileSystem, folder)).write(below(folder), this);
  }

  /** As JSON, for folders that are written without Hadoop. */
  public String json() {
    try {
      return new String(StateFiles.JSON.writeValueAsBytes(this), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The marker of a folder; empty where there is none. */
  public static Optional<OutputMarker> of(FileSystem fileSystem, Path folder) throws IOException {
    // A file has nothing below it, and some stores fail when they are asked for that.
    try {
      if (!fileSystem.getFileStatus(folder).isDirectory()) {
        return Optional.empty();
      }
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    Path own = new Path(folder, FOLDER);
    if (!fileSystem.exists(own)) {
      return Optional.empty();
    }
    StateFiles files = new StateFiles(fileSystem, StoreKind.of(fileSystem, folder));
    Optional<JsonNode> output = read(files, new Path(own, OUTPUT));
    if (output.isPresent()) {
      return Optional.of(marker(output.get()));
    }
    Optional<JsonNode> table = read(files, new Path(own, RUN));
    if (table.isPresent()) {
      return Optional.of(table(table.get()));
    }
    return read(files, new Path(own, FOLLOW)).map(OutputMarker::table);
  }

  private static OutputMarker marker(JsonNode json) throws IOException {
    String kind = json.path("kind").asText();
    for (OutputKind each : OutputKind.values()) {
      if (each.text().equals(kind)) {
        return new OutputMarker(version(json), each, json.path("run").asText(), names(json));
      }
    }
    throw new IOException("A marker names the kind '" + kind + "', which is not known here");
  }

  private static OutputMarker table(JsonNode json) {
    Set<String> files = names(json);
    // What attempts have left that were held up is no part of the table, and MobileSpark's.
    json.path("runs").forEach(run -> files.add(ANY_TABLE_FILE + run.path("run").asText()));
    return new OutputMarker(
        version(json),
        OutputKind.TABLE,
        json.path("run").asText(),
        // Those of version 0 carry no run in their names.
        files.isEmpty() ? Set.of(ANY_TABLE_FILE) : files);
  }

  private static Set<String> names(JsonNode json) {
    Set<String> files = new TreeSet<>();
    json.path("files").forEach(file -> files.add(file.asText()));
    return files;
  }

  private static int version(JsonNode json) {
    return json.path("schema_version").asInt(0);
  }

  private static Optional<JsonNode> read(StateFiles files, Path file) throws IOException {
    // One whose writer was killed says nothing: what it lies in is nobody's to replace then.
    return files.readWhole(file, JsonNode.class).filter(JsonNode::isObject);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.outputs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small JSON files that are there whole or not at all, whenever their writer dies: object stores
 * show an object once it is closed, elsewhere a file gets its name when it is written.
 */
public final class StateFiles {
  /** Names in snake case; keys of later versions are passed over. */
  public static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final FileSystem fileSystem;
  private final boolean direct;

  /** Files of a store of this kind. */
  public StateFiles(FileSystem fileSystem, StoreKind store) {
    this.fileSystem = raw(fileSystem);
    this.direct = store.showsFilesWhenClosed();
  }

  /** Without checksums in files of their own, which a kill may leave behind or tear. */
  public static FileSystem raw(FileSystem fileSystem) {
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }

  /** Writes a file, or replaces it. */
  public void write(Path path, Object value) throws IOException {
    byte[] json = JSON.writeValueAsBytes(value);
    Path first = direct ? path : draft(path);
    try (OutputStream out = fileSystem.create(first, true)) {
      out.write(json);
    }
    if (!direct) {
      // Only some file systems replace on renaming.
      fileSystem.delete(path, false);
      if (!fileSystem.rename(first, path)) {
        throw new IOException("Cannot rename " + first + " to " + path);
      }
    }
  }

  /** What a file holds; empty when there is none. */
  public <T> Optional<T> read(Path path, Class<T> type) throws IOException {
    try {
      Optional<T> found = readOne(path, type);
      return found.isPresent() || direct ? found : readDraft(path, type);
    } catch (JsonProcessingException e) {
      throw new IOException(path + " is not what a run writes: " + e.getOriginalMessage(), e);
    }
  }

  /** What a file holds; empty when there is none, or only the beginning of one. */
  <T> Optional<T> readWhole(Path path, Class<T> type) throws IOException {
    try {
      Optional<T> found = readOne(path, type);
      return found.isPresent() || direct ? found : readDraft(path, type);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Gives a file its name whose writer died just before; does nothing to one that has it. */
  public void settle(Path path) throws IOException {
    if (!direct && !fileSystem.exists(path) && fileSystem.exists(draft(path))) {
      if (!fileSystem.rename(draft(path), path)) {
        throw new IOException("Cannot rename " + draft(path) + " to " + path);
      }
    }
  }

  /** The text of a writer that died between removing the old file and naming the new one. */
  private <T> Optional<T> readDraft(Path path, Class<T> type) throws IOException {
    try {
      return readOne(draft(path), type);
    } catch (JsonProcessingException e) {
      // It died earlier: JSON that ends too soon is none.
      return Optional.empty();
    }
  }

  private <T> Optional<T> readOne(Path path, Class<T> type) throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return Optional.of(JSON.readValue(in, type));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Path draft(Path path) {
    return new Path(path.getParent(), "." + path.getName() + ".tmp");
  }
}

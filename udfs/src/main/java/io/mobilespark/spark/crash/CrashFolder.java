// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run where its tasks note which pictures they have in hand, a small file each. A
 * task that ends takes its file with it, so that what stays is of attempts whose process died.
 */
public final class CrashFolder {
  private static final String SUFFIX = ".json";
  private static final long POLL_MILLIS = 50;

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private final FileSystem fileSystem;
  private final Path folder;

  /**
   * A folder, which is made by the first note.
   *
   * @param uri on any file system that every executor reaches
   */
  public CrashFolder(String uri, Configuration hadoop) throws IOException {
    this.folder = new Path(uri);
    FileSystem found = folder.getFileSystem(hadoop);
    // Without checksums in files of their own, which a death may leave behind or tear.
    this.fileSystem = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
  }

  void write(String name, CrashNote note) throws IOException {
    try (OutputStream out = fileSystem.create(file(name), true)) {
      out.write(JSON.writeValueAsBytes(note));
    }
  }

  void remove(String name) throws IOException {
    fileSystem.delete(file(name), false);
  }

  /** Says that a process has begun to work on the run. */
  public void begin() throws IOException {
    fileSystem.create(running(), true).close();
  }

  /** Says that the process has ended by itself, however it went. */
  public void end() throws IOException {
    fileSystem.delete(running(), false);
  }

  /** Whether a process has begun and not ended. */
  public boolean diedBefore() throws IOException {
    return fileSystem.exists(running());
  }

  private Path running() {
    return new Path(folder, "running");
  }

  /** Whether nobody who died has left a note, and nobody has one. */
  public boolean isEmpty() throws IOException {
    return files(name -> true).isEmpty();
  }

  /** Forgets all notes: what they speak of is done. */
  public void forget() throws IOException {
    for (FileStatus note : files(name -> true)) {
      fileSystem.delete(note.getPath(), false);
    }
  }

  /**
   * What the dead have left behind, whatever the run.
   *
   * @param patience for which the note of a picture tried alone has to stand still before its
   *     writer is taken for dead
   */
  public Suspects dead(Duration patience) throws IOException {
    return dead(name -> true, patience, () -> false);
  }

  /**
   * What some of the dead have left behind.
   *
   * @param wanted by name
   * @param killed ends the waiting
   */
  Suspects dead(Predicate<String> wanted, Duration patience, BooleanSupplier killed)
      throws IOException {
    Map<String, CrashNote> first = notes(wanted);
    boolean anyAlone = first.values().stream().anyMatch(CrashNote::alone);
    if (anyAlone) {
      await(patience, killed);
    }
    Map<String, CrashNote> again = anyAlone ? notes(wanted) : first;
    Set<String> suspected = new HashSet<>();
    Map<String, String> crashed = new HashMap<>();
    again.forEach(
        (name, note) -> {
          if (note.alone() && note.equals(first.get(name))) {
            note.pictures().forEach(picture -> crashed.put(picture, note.host()));
          } else {
            suspected.addAll(note.pictures());
          }
        });
    return new Suspects(suspected, crashed);
  }

  private Map<String, CrashNote> notes(Predicate<String> wanted) throws IOException {
    Map<String, CrashNote> notes = new TreeMap<>();
    for (FileStatus note : files(wanted)) {
      read(note.getPath(), notes);
    }
    return notes;
  }

  /** The files of notes, by name without suffix. */
  private List<FileStatus> files(Predicate<String> wanted) throws IOException {
    try {
      return Stream.of(fileSystem.listStatus(folder))
          .filter(file -> file.getPath().getName().endsWith(SUFFIX))
          .filter(file -> wanted.test(name(file.getPath())))
          .toList();
    } catch (FileNotFoundException e) {
      // Nobody has noted anything.
      return List.of();
    }
  }

  private static String name(Path file) {
    return file.getName().substring(0, file.getName().length() - SUFFIX.length());
  }

  private void read(Path file, Map<String, CrashNote> into) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      into.put(name(file), JSON.readValue(in, CrashNote.class));
    } catch (FileNotFoundException e) {
      // Its task has ended meanwhile.
    } catch (JsonProcessingException e) {
      // Its writer died, or is, before the note was whole, so before the pictures' turn.
    }
  }

  private static void await(Duration patience, BooleanSupplier killed)
      throws InterruptedIOException {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!killed.getAsBoolean() && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private Path file(String name) {
    return new Path(folder, name + SUFFIX);
  }
}

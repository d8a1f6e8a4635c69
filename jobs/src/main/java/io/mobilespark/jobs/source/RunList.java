// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.outputs.StateFiles;
import io.mobilespark.storage.DoneMembers;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The files of a run, stored once and read from there by every process that works on it: sorted by
 * key, and compact. The driver holds no more of it than the part of a wave that it is about to
 * send.
 */
public final class RunList {
  private final Configuration hadoop;
  private final Path folder;
  private final String run;
  private final ListIndex index;

  private RunList(Configuration hadoop, Path folder, String run, ListIndex index) {
    this.hadoop = hadoop;
    this.folder = folder;
    this.run = run;
    this.index = index;
  }

  /**
   * The list of a run; empty where none is stored.
   *
   * @param folder of lists
   * @param run whose list it is
   */
  public static Optional<RunList> stored(Path folder, String run, Configuration hadoop)
      throws IOException {
    try (InputStream in = folder.getFileSystem(hadoop).open(index(folder, run))) {
      return Optional.of(
          new RunList(hadoop, folder, run, StateFiles.JSON.readValue(in, ListIndex.class)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Stores the index of files that are written already; the list is there from then on. */
  static RunList store(Path folder, String run, ListIndex index, Configuration hadoop)
      throws IOException {
    RunList list = new RunList(hadoop, folder, run, index);
    try (OutputStream out = folder.getFileSystem(hadoop).create(index(folder, run), true)) {
      out.write(StateFiles.JSON.writeValueAsBytes(index));
    }
    return list;
  }

  /** Figures of it. */
  public ListIndex index() {
    return index;
  }

  /** Parts that are read one after the other; the caller closes it. */
  public ListCursor from(long part) throws IOException {
    return new ListCursor(folder, index, part, hadoop);
  }

  /** A file that is this one or lies in this folder. */
  public Optional<String> within(Path file) throws IOException {
    String path = file.toString();
    String below = path.endsWith("/") ? path : path + "/";
    for (String from : List.of(path, below)) {
      try (ListCursor cursor = ListCursor.atPath(folder, index, from, hadoop)) {
        Optional<String> next = cursor.peekPath();
        if (next.filter(found -> found.equals(path) || found.startsWith(below)).isPresent()) {
          return next;
        }
      }
    }
    return Optional.empty();
  }

  /** The keys of its pictures, a column {@code path}; lazy. */
  public Dataset<Row> keys(SparkSession spark) {
    return RunListing.keys(this, spark);
  }

  /** Where the list's files lie, for Spark to read. */
  List<String> files() {
    return index.list().stream().map(file -> new Path(folder, file.name()).toString()).toList();
  }

  Path folder() {
    return folder;
  }

  String run() {
    return run;
  }

  /**
   * What of it a table lacks, as the list of the same run; this one is gone then.
   *
   * @param table with the keys of pictures in a column {@code path}
   */
  public RunList without(SparkSession spark, Dataset<Row> table) throws IOException {
    return RunListing.without(this, spark, table);
  }

  /**
   * The same list, whose pictures of the web are at the addresses that another list has for them:
   * where they were signed, the signatures of that. Every picture keeps its place.
   *
   * @param listed the same pictures, and others perhaps
   * @throws MobileSparkException when it lacks one
   */
  public RunList at(RunList listed) throws IOException {
    return index.web()
        ? store(folder, run, new NewAddresses(this, listed, hadoop).files(), hadoop)
        : this;
  }

  /** The same list, which says what was left out. */
  RunList leavingOut(LeftOut leftOut) throws IOException {
    return leftOut.isNone() ? this : store(folder, run, index.leavingOut(leftOut), hadoop);
  }

  /** The same list, of a part of what this one was made of; the files of that are gone then. */
  RunList ofListed(RunList whole) throws IOException {
    RunList list = store(folder, run, index.ofListed(whole.index), hadoop);
    Set<String> kept = index.list().stream().map(ListFile::name).collect(Collectors.toSet());
    for (ListFile file : whole.index.list()) {
      if (!kept.contains(file.name())) {
        folder.getFileSystem(hadoop).delete(new Path(folder, file.name()), false);
      }
    }
    return list;
  }

  /**
   * Members of shards that a table has; stores their keys beside the list.
   *
   * @param table with the keys of pictures in a column {@code path}
   * @param pictures that the table has
   */
  public DoneMembers members(SparkSession spark, Dataset<Row> table, long pictures) {
    return index.tables() || index.count() == ListIndex.Count.EXACT
        ? DoneMembers.NONE
        : RunListing.members(folder, run, spark, table, pictures);
  }

  /** Removes the lists of other runs. */
  public void removeOthers() throws IOException {
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    for (FileStatus file : fileSystem.listStatus(folder)) {
      if (!isOf(run, file.getPath().getName())) {
        fileSystem.delete(file.getPath(), false);
      }
    }
  }

  /** Removes a run's list, and the folder where it was the only one. */
  public static void remove(Path folder, String run, Configuration hadoop) throws IOException {
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    FileStatus[] files;
    try {
      files = fileSystem.listStatus(folder);
    } catch (FileNotFoundException e) {
      return;
    }
    long left = files.length;
    for (FileStatus file : files) {
      if (isOf(run, file.getPath().getName())) {
        fileSystem.delete(file.getPath(), false);
        left--;
      }
    }
    if (left == 0) {
      deleteEmpty(fileSystem, folder);
      deleteEmpty(fileSystem, folder.getParent());
    }
  }

  /** Where another run has put something there meanwhile, the folder stays. */
  private static void deleteEmpty(FileSystem fileSystem, Path folder) throws IOException {
    if (fileSystem.exists(folder) && fileSystem.listStatus(folder).length == 0) {
      fileSystem.delete(folder, false);
    }
  }

  private static boolean isOf(String run, String name) {
    return name.startsWith(run + "-") || name.equals(run + ".json");
  }

  private static Path index(Path folder, String run) {
    return new Path(folder, run + ".json");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.MobileSparkException;
import io.mobilespark.source.PictureFile;
import io.mobilespark.storage.ObjectSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.runtime.FileStreamSource.FileEntry;
import org.apache.spark.sql.execution.streaming.runtime.FileStreamSourceLog;
import scala.Option;
import scala.Tuple2;

/**
 * Which files a stream has taken, each once, and in which entry: kept in its checkpoint by the log
 * of Spark's own stream of files, which Spark compacts. Lengths are known of what this process has
 * listed.
 */
final class ArrivedFiles {
  private final FileStreamSourceLog log;
  private final Set<String> taken = new HashSet<>();

  /** Entries that are not behind the stream yet. */
  private final NavigableMap<Long, List<PictureFile>> listed = new TreeMap<>();

  private long last = -1;

  /** Reads what earlier processes have taken. */
  ArrivedFiles(SparkSession spark, String checkpoint) {
    this.log = new FileStreamSourceLog(FileStreamSourceLog.VERSION(), spark, checkpoint);
    for (FileEntry file : log.restore()) {
      taken.add(file.path());
      last = Math.max(last, file.batchId());
    }
  }

  boolean has(String path) {
    return taken.contains(path);
  }

  /** The last entry; -1 before the first. */
  long last() {
    return last;
  }

  /** Adds an entry, which is stored before this returns. */
  void add(List<PictureFile> files) {
    long entry = last + 1;
    FileEntry[] entries =
        files.stream()
            .map(file -> new FileEntry(file.path(), file.modifiedMillis(), entry))
            .toArray(FileEntry[]::new);
    if (!log.add(entry, entries)) {
      throw new MobileSparkException(
          "The entry " + entry + " of the checkpoint was written by another query meanwhile");
    }
    files.forEach(file -> taken.add(file.path()));
    listed.put(entry, files);
    last = entry;
  }

  /** The files of some entries. */
  List<PictureFile> between(long after, long upTo) {
    List<PictureFile> files = new ArrayList<>();
    for (long entry = after + 1; entry <= upTo; entry++) {
      List<PictureFile> known = listed.get(entry);
      files.addAll(known == null ? stored(entry) : known);
    }
    return files;
  }

  /** Forgets lengths of what is behind the stream. */
  void passed(long entry) {
    listed.headMap(entry, true).clear();
  }

  private List<PictureFile> stored(long entry) {
    Option<Object> only = Option.apply(entry);
    List<PictureFile> files = new ArrayList<>();
    for (Tuple2<Object, FileEntry[]> found : log.get(only, only)) {
      for (FileEntry file : found._2()) {
        files.add(new PictureFile(file.path(), ObjectSplit.UNKNOWN, file.timestamp()));
      }
    }
    if (files.isEmpty()) {
      throw new MobileSparkException("The checkpoint lacks the entry " + entry + " of its files");
    }
    return files;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FileKinds;
import io.mobilespark.source.PictureFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A task that writes its part of a list, into a file that no other attempt at it writes.
 *
 * @param hadoop how storage is reached
 * @param folder of lists
 * @param run whose list it is
 * @param kinds tells what the files are
 * @param mostShards how many shards it tells of
 */
record ListTask(
    Broadcast<SerializableConfiguration> hadoop,
    String folder,
    String run,
    FileKinds kinds,
    int mostShards)
    implements Function2<Integer, Iterator<Row>, Iterator<WrittenList>> {

  @Override
  public Iterator<WrittenList> call(Integer number, Iterator<Row> sorted) throws IOException {
    String attempt = "-" + TaskContext.get().taskAttemptId();
    Path file = file(new Path(folder), run, number, attempt);
    Iterator<PictureFile> files =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return sorted.hasNext();
          }

          @Override
          public PictureFile next() {
            Row row = sorted.next();
            return new PictureFile(row.getString(0), row.getLong(1));
          }
        };
    WrittenList written = WrittenList.write(files, file, hadoop.value().value(), kinds, mostShards);
    return List.of(written).iterator();
  }

  static Path file(Path folder, String run, int number, String attempt) {
    return new Path(folder, String.format(Locale.ROOT, "%s-%05d%s.parquet", run, number, attempt));
  }
}

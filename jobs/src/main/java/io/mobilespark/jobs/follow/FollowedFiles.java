// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.follow;

import io.mobilespark.jobs.source.ArrivedFiles;
import io.mobilespark.source.FileKinds;
import io.mobilespark.source.PictureFile;
import io.mobilespark.jobs.source.PictureSource;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.storage.PictureSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The work of a task of a stream: paths and lengths in, rows of predictions out. Files are opened
 * here, as those of a run with an end are.
 *
 * @param work what is done with each picture
 * @param kinds tells pictures from shards, and both from what lies beside them
 * @param hadoop how storage is reached
 * @param input the folder that is followed, qualified
 * @param leftOut counts files that are no pictures, and those that MobileSpark wrote
 */
record FollowedFiles(
    PictureWork work,
    FileKinds kinds,
    Broadcast<SerializableConfiguration> hadoop,
    String input,
    LongAccumulator leftOut)
    implements MapPartitionsFunction<Row, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> files) {
    ArrivedFiles arrived = new ArrivedFiles(hadoop.value().value(), input);
    List<PictureFile> listed = new ArrayList<>();
    files.forEachRemaining(
        file -> {
          if (kinds.isBeside(file.getString(0)) || arrived.isLeftOut(file.getString(0))) {
            leftOut.add(1);
          } else {
            listed.add(new PictureFile(file.getString(0), file.getLong(1)));
          }
        });
    return new Rows(work, PictureSource.splits(listed, kinds).iterator());
  }

  /** The rows of one split after the other. */
  private static final class Rows implements Iterator<Row> {
    private final PictureWork work;
    private final Iterator<PictureSplit> splits;
    private Iterator<Row> rows = Collections.emptyIterator();

    private Rows(PictureWork work, Iterator<PictureSplit> splits) {
      this.work = work;
      this.splits = splits;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && splits.hasNext()) {
        rows = work.rows(splits.next()::open);
      }
      return rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.next();
    }
  }
}

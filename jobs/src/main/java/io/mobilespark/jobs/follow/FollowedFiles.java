package io.mobilespark.jobs.follow;

import io.mobilespark.jobs.config.SourceSettings.Kind;
import io.mobilespark.jobs.source.PictureFile;
import io.mobilespark.jobs.source.PictureSource;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.storage.PictureSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * The work of a task of a stream: paths and lengths in, rows of predictions out. Files are opened
 * here, as those of a run with an end are.
 *
 * @param work what is done with each picture
 * @param kind whether files are pictures or shards, or what their names say
 */
record FollowedFiles(PictureWork work, Kind kind) implements MapPartitionsFunction<Row, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> files) {
    List<PictureFile> listed = new ArrayList<>();
    files.forEachRemaining(file -> listed.add(new PictureFile(file.getString(0), file.getLong(1))));
    return new Rows(work, PictureSource.splits(listed, kind).iterator());
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

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FileKinds;
import io.mobilespark.source.PathOrder;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.ShardPart;
import io.mobilespark.source.TablePart;
import io.mobilespark.source.SourcePart;
import io.mobilespark.MobileSparkException;
import io.mobilespark.shards.TarRange;
import io.mobilespark.storage.Shard;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.jspecify.annotations.Nullable;

/** Reads a run's list forward. Holds one open file and the part that comes next. */
public final class ListCursor implements AutoCloseable {
  private final Path folder;
  private final ListIndex index;
  private final Configuration hadoop;
  private final FileKinds kinds;

  /** The parts of the file that was read last. */
  private final Deque<SourcePart> ready = new ArrayDeque<>();

  private int nextFile;
  private @Nullable ParquetReader<Group> open;
  private long pictures;

  ListCursor(Path folder, ListIndex index, long part, Configuration hadoop) throws IOException {
    this(folder, index, hadoop);
    long left = part;
    pictures = index.pictures();
    while (nextFile < index.list().size() && index.list().get(nextFile).parts() <= left) {
      left -= index.list().get(nextFile).parts();
      pictures -= index.list().get(nextFile++).pictures();
    }
    for (; left > 0 && hasNext(); left--) {
      pictures -= ready.remove().expectedPictures();
    }
  }

  private ListCursor(Path folder, ListIndex index, Configuration hadoop) {
    this.folder = folder;
    this.index = index;
    this.hadoop = hadoop;
    this.kinds = index.kinds();
  }

  /** At the first file that is this one or comes after it. */
  static ListCursor atPath(Path folder, ListIndex index, String path, Configuration hadoop)
      throws IOException {
    ListCursor cursor = new ListCursor(folder, index, hadoop);
    List<ListFile> files = index.list();
    while (cursor.nextFile + 1 < files.size()
        && PathOrder.BYTES.compare(files.get(cursor.nextFile + 1).first(), path) <= 0) {
      cursor.nextFile++;
    }
    while (cursor.hasNext() && PathOrder.BYTES.compare(cursor.ready.element().path(), path) < 0) {
      cursor.ready.remove();
    }
    return cursor;
  }

  /** How many pictures the parts that are left probably hold. */
  public long pictures() {
    return pictures;
  }

  /** Whether there is another part. */
  public boolean hasNext() throws IOException {
    while (ready.isEmpty()) {
      if (open == null) {
        if (nextFile == index.list().size()) {
          return false;
        }
        open = reader(new Path(folder, index.list().get(nextFile++).name()));
      }
      Group row = open.read();
      if (row == null) {
        close();
      } else {
        addParts(file(row));
      }
    }
    return true;
  }

  /**
   * The next parts, one at least.
   *
   * @param pictures that they are to hold at most, if that is not less than the first
   * @param most parts
   */
  public List<SourcePart> take(long pictures, int most) throws IOException {
    if (!hasNext()) {
      throw new IllegalStateException("The list has ended");
    }
    List<SourcePart> taken = new ArrayList<>();
    long hold = 0;
    do {
      SourcePart next = ready.remove();
      taken.add(next);
      hold += next.expectedPictures();
    } while (taken.size() < most
        && hasNext()
        && hold + ready.element().expectedPictures() <= pictures);
    this.pictures -= hold;
    return taken;
  }

  /** All files that are left, whatever they are. */
  void files(Consumer<PictureFile> taker) throws IOException {
    while (nextFile < index.list().size()) {
      try (ParquetReader<Group> reader =
          reader(new Path(folder, index.list().get(nextFile++).name()))) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          taker.accept(file(row));
        }
      }
    }
  }

  Optional<String> peekPath() throws IOException {
    return hasNext() ? Optional.of(ready.element().path()) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    ParquetReader<Group> closing = open;
    open = null;
    if (closing != null) {
      closing.close();
    }
  }

  static PictureFile file(Group row) {
    return new PictureFile(row.getString(0, 0), row.getLong(1, 0));
  }

  private void addParts(PictureFile file) {
    List<TarRange> cuts = index.cuts().getOrDefault(file.path(), List.of());
    if (index.tables()) {
      ready.add(new TablePart(file.path(), file.length()));
    } else if (cuts.isEmpty()) {
      ready.add(kinds.part(file));
    } else {
      cuts.forEach(
          range -> ready.add(new ShardPart(new Shard.TarPart(file.path(), range, kinds.rules()))));
    }
  }

  /** Reads those rows of a file that a filter lets through. */
  static ParquetReader<Group> reader(Path file, FilterCompat.Filter filter, Configuration hadoop)
      throws IOException {
    return new Builder(file, hadoop).withFilter(filter).build();
  }

  private ParquetReader<Group> reader(Path file) {
    try {
      return new Builder(file, hadoop).build();
    } catch (IOException e) {
      throw new MobileSparkException("The list of the run cannot be read: " + e, e);
    }
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    private Builder(Path file, Configuration hadoop) throws IOException {
      super(HadoopInputFile.fromPath(file, hadoop));
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}

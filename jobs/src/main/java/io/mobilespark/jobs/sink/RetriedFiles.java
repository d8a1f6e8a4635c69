// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import static org.apache.spark.sql.functions.broadcast;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Files of a table that are written again in a run's workplace, with new rows in place of old ones,
 * and then take the old files' names one by one: whenever somebody looks, a picture has its old row
 * or its new one. Which they are is stored, so that whoever comes after a kill can go on.
 *
 * @param files in any order; as many as the table has at most, of which Spark's list is in the
 *     driver as well
 */
record RetriedFiles(List<Move> files) {
  private static final String NUMBER = "retried_number";

  /**
   * A file and its place.
   *
   * @param from in the workplace; empty where the old file has no row left
   * @param to in the table
   */
  record Move(String from, String to) {}

  /** Puts a file over one that is there, in one step for whoever reads it. */
  @FunctionalInterface
  interface Step {
    void put(Path from, Path to) throws IOException;
  }

  RetriedFiles {
    files = List.copyOf(files);
  }

  /**
   * Writes files again, and stores which.
   *
   * @return how many of the run's rows they have
   * @throws MobileSparkException when they have other rows than they should
   */
  static long write(TableSink sink, RunJournal run, Retried retried) throws IOException {
    Workplace place = run.place();
    Path folder = new Path(place.retried(), "files");
    place.fileSystem().delete(folder, true);
    List<String> uris =
        retried.rows().select(Retried.FILE).distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    List<Path> old = uris.stream().map(uri -> new Path(URI.create(uri))).toList();
    Dataset<Row> all = sink.read(old).withColumn(Retried.FILE, Retried.FILE_PATH);
    String[] rowInFile =
        Stream.concat(Stream.of(Retried.FILE), Stream.of(Retried.KEY)).toArray(String[]::new);
    Dataset<Row> kept = all.join(retried.rows(), rowInFile, "left_anti");
    Dataset<Row> anew = sink.read(run.waveFolders()).join(retried.places(), Retried.KEY, "inner");
    Dataset<Row> numbered =
        kept.unionByName(anew)
            .join(broadcast(numbers(sink, uris)), new String[] {Retried.FILE}, "inner");
    sink.writeNumbered(numbered, NUMBER, uris.size(), folder);
    long placed = anew.count();
    long wanted = sink.read(old).count() - retried.all() + placed;
    long written = sink.read(List.of(folder)).count();
    if (written != wanted) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%,d rows became %,d where errors were replaced; nothing was committed",
              wanted,
              written));
    }
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      moves.add(new Move(file(place, new Path(folder, NUMBER + "=" + i)), old.get(i).toString()));
    }
    place.files().write(plan(place), new RetriedFiles(moves));
    return placed;
  }

  private static Dataset<Row> numbers(TableSink sink, List<String> uris) {
    return sink.session()
        .createDataFrame(
            IntStream.range(0, uris.size())
                .mapToObj(i -> RowFactory.create(uris.get(i), i))
                .toList(),
            new StructType()
                .add(Retried.FILE, DataTypes.StringType, false)
                .add(NUMBER, DataTypes.IntegerType, false));
  }

  /** The one file in a folder; empty where no row was left for it. */
  private static String file(Workplace place, Path folder) throws IOException {
    FileStatus[] found;
    try {
      found = place.fileSystem().listStatus(folder, path -> path.getName().endsWith(".parquet"));
    } catch (FileNotFoundException e) {
      return "";
    }
    if (found.length != 1) {
      throw new IOException(folder + " has " + found.length + " files instead of one");
    }
    return found[0].getPath().toString();
  }

  /**
   * Puts all of them in their places; those that are there already are passed over or put again.
   *
   * @param lock of the run, asked before each
   */
  static void move(Workplace place, RunLock lock, Step step) throws IOException {
    for (Move move :
        place
            .files()
            .read(plan(place), RetriedFiles.class)
            .map(RetriedFiles::files)
            .orElse(List.of())) {
      lock.check();
      Path to = new Path(move.to());
      if (move.from().isEmpty()) {
        place.fileSystem().delete(to, false);
      } else if (place.fileSystem().exists(new Path(move.from()))) {
        step.put(new Path(move.from()), to);
      }
    }
  }

  private static Path plan(Workplace place) {
    return new Path(place.retried(), "files.json");
  }
}

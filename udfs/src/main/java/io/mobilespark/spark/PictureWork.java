// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.storage.PictureSplit;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.TaskStorage;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * The work of a task: pictures in, rows out, lazily and in order. What travels to the executors is
 * what it holds.
 */
public interface PictureWork extends FlatMapFunction<PictureSplit, Row> {
  /** The rows of pictures from anywhere, inside a task, which closes them when it ends. */
  Iterator<Row> rows(Function<TaskStorage, PictureStream> source);

  @Override
  default Iterator<Row> call(PictureSplit split) {
    return rows(split::open);
  }
}

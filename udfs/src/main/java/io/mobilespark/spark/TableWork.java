package io.mobilespark.spark;

import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Pictures that are rows of any table: content (binary), key and label (strings) and whether the
 * key stands in for one that is absent (boolean) in, rows of what is found in them out.
 *
 * @param work what is done with each picture
 */
public record TableWork(PictureWork work) implements FlatMapFunction<Iterator<Row>, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> pictures) {
    return work.rows(storage -> new TablePictures(pictures, storage.maxPictureBytes()));
  }
}

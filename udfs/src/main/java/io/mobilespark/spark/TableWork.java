// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.storage.NamedPictures;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Pictures that are rows of any table: content (binary), key and label (strings), whether the key
 * stands in for one that is absent (boolean) and where the picture lies of which the content is
 * null (string) in, rows of what is found in them out.
 *
 * @param work what is done with each picture
 * @param root where places of pictures begin that are relative; empty where nobody tells
 */
public record TableWork(PictureWork work, String root)
    implements FlatMapFunction<Iterator<Row>, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> pictures) {
    return work.rows(
        storage ->
            new TablePictures(
                pictures, storage.maxPictureBytes(), new NamedPictures(storage, root)));
  }
}

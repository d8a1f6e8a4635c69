package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.storage.PictureStream;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Pictures from rows of content, key, label and whether the key stands in for none. */
final class TablePictures implements PictureStream {
  private final Iterator<Row> rows;
  private final long maxPictureBytes;

  TablePictures(Iterator<Row> rows, long maxPictureBytes) {
    this.rows = rows;
    this.maxPictureBytes = maxPictureBytes;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public FetchedPicture next() {
    Row row = rows.next();
    String key = row.getString(1);
    Optional<String> label = row.isNullAt(2) ? Optional.empty() : Optional.of(row.getString(2));
    if (row.getBoolean(3)) {
      return new Unfetched(key, RejectionReason.NO_KEY.name(), "the key is null or empty", label);
    }
    if (row.isNullAt(0)) {
      return new Unfetched(key, RejectionReason.EMPTY.name(), "the content is null", label);
    }
    byte[] content = row.getAs(0);
    return content.length <= maxPictureBytes
        ? new Encoded(key, content, label)
        : new Unfetched(
            key,
            RejectionReason.TOO_LARGE.name(),
            "the content has " + content.length + " bytes, more than " + maxPictureBytes,
            label);
  }

  @Override
  public void close() {}
}

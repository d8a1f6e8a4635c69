// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.storage.NamedPictures;
import io.mobilespark.storage.PictureStream;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Pictures from rows of content, key, label, whether the key stands in for none, and place. */
final class TablePictures implements PictureStream {
  private final Iterator<Row> rows;
  private final long maxPictureBytes;
  private final NamedPictures named;

  TablePictures(Iterator<Row> rows, long maxPictureBytes, NamedPictures named) {
    this.rows = rows;
    this.maxPictureBytes = maxPictureBytes;
    this.named = named;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public FetchedPicture next() throws InterruptedIOException {
    Row row = rows.next();
    String key = row.getString(1);
    Optional<String> label = row.isNullAt(2) ? Optional.empty() : Optional.of(row.getString(2));
    if (row.getBoolean(3)) {
      return new Unfetched(key, RejectionReason.NO_KEY.name(), "the key is null or empty", label);
    }
    if (row.isNullAt(0) && !row.isNullAt(4)) {
      return called(key, label, named.read(row.getString(4)));
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

  private static FetchedPicture called(String key, Optional<String> label, FetchedPicture picture) {
    if (picture instanceof Encoded encoded) {
      return new Encoded(key, encoded.content(), label);
    }
    Unfetched unfetched = (Unfetched) picture;
    return new Unfetched(key, unfetched.reason(), unfetched.detail(), label);
  }

  @Override
  public void close() {}
}

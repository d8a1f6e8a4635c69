// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.source.PictureFile;
import io.mobilespark.storage.FolderLabel;
import io.mobilespark.storage.ObjectSplit;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Rows of all columns of a picture. */
final class PictureValues {
  private PictureValues() {}

  /** Of a loose picture that nobody has read. */
  static InternalRow listed(PictureFile picture) {
    return listed(picture.path(), picture.length(), picture.modifiedMillis());
  }

  static InternalRow listed(String path, long length, long modifiedMillis) {
    String key = WebAddress.key(path);
    return row(
        key,
        null,
        length == ObjectSplit.UNKNOWN ? null : length,
        modifiedMillis,
        FolderLabel.of(key).orElse(null),
        null);
  }

  /**
   * Of a picture that was read.
   *
   * @param length as listed
   */
  static InternalRow read(FetchedPicture picture, long length, long modifiedMillis) {
    byte[] content = picture instanceof Encoded encoded ? encoded.content() : null;
    Long listed = length == ObjectSplit.UNKNOWN ? null : (Long) length;
    return row(
        picture.path(),
        content,
        content == null ? listed : (Long) (long) content.length,
        modifiedMillis,
        picture.label().orElse(null),
        picture instanceof Unfetched unfetched ? unfetched : null);
  }

  private static InternalRow row(
      String path,
      byte @Nullable [] content,
      @Nullable Long length,
      long modifiedMillis,
      @Nullable String label,
      @Nullable Unfetched error) {
    return new GenericInternalRow(
        new @Nullable Object[] {
          UTF8String.fromString(path),
          content,
          length,
          modifiedMillis == ObjectSplit.UNKNOWN
              ? null
              : (Long) TimeUnit.MILLISECONDS.toMicros(modifiedMillis),
          label == null ? null : UTF8String.fromString(label),
          error == null ? null : UTF8String.fromString(error.reason()),
          error == null ? null : UTF8String.fromString(error.detail())
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.image.DecodedImage;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.image.Unreadable;
import io.mobilespark.storage.ObjectSplit;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One picture in storage.
 *
 * @param path fully qualified, as Hadoop writes it; the key of the picture's row
 * @param length in bytes, as listed; {@link io.mobilespark.storage.ObjectSplit#UNKNOWN} where
 *     nobody has
 * @param modifiedMillis when it was written last, since 1970, as listed; {@link
 *     io.mobilespark.storage.ObjectSplit#UNKNOWN} where nobody has
 */
public record PictureFile(String path, long length, long modifiedMillis) implements SourcePart {
  /** A picture of which nobody knows when it was written. */
  public PictureFile(String path, long length) {
    this(path, length, ObjectSplit.UNKNOWN);
  }

  @Override
  public long expectedPictures() {
    return 1;
  }

  /**
   * Reads and decodes the picture, for commands that look at few of them without Spark.
   *
   * @param decoder stays the caller's
   * @param hadoop reaches the file
   * @return a reason where it cannot be read or decoded, or is too large
   */
  public DecodedImage decode(ImageDecoder decoder, Configuration hadoop) {
    int most = ImageLimits.DEFAULT.maxEncodedBytes();
    Path file = new Path(path);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      // Its length may not be known.
      byte[] encoded = length > most ? new byte[0] : in.readNBytes(most + 1);
      return Math.max(length, encoded.length) > most
          ? new Unreadable(RejectionReason.TOO_LARGE, "the file has more than " + most + " bytes")
          : decoder.decode(encoded);
    } catch (IOException e) {
      return new Unreadable(
          RejectionReason.IO_ERROR, e.toString().lines().findFirst().orElse("unreadable"));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/** What the header of an encoded picture says, read without decoding pixels. */
public sealed interface PictureFacts {
  /**
   * A picture whose header is whole.
   *
   * @param format JPEG, PNG, WEBP, TIFF, GIF or BMP
   * @param width in pixels
   * @param height in pixels
   * @param channels values a pixel as stored, alpha counted; 3 for palettes
   * @param orientation how the picture is meant to be turned, as EXIF counts: 1 is upright, 3
   *     upside down, 6 and 8 on its side, 2, 4, 5 and 7 mirrored; width and height are as stored
   */
  record Known(String format, int width, int height, int channels, int orientation)
      implements PictureFacts {}

  /**
   * A file that no decoder would be given.
   *
   * @param reason the code
   * @param detail one line for a person
   */
  record Unknown(RejectionReason reason, String detail) implements PictureFacts {}

  /** Reads a header. No content of the file makes it throw. */
  static PictureFacts read(byte[] file, ImageLimits limits) {
    try {
      ImageHeader header = ImageHeader.read(JpegRepair.of(file), limits);
      return new Known(
          header.format().name(),
          header.width(),
          header.height(),
          header.channels(),
          header.orientation());
    } catch (UnreadableException e) {
      Unreadable unreadable = e.unreadable();
      return new Unknown(unreadable.reason(), unreadable.detail());
    }
  }
}

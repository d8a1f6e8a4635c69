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
   */
  record Known(String format, int width, int height, int channels) implements PictureFacts {}

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
      ImageHeader header = ImageHeader.read(JpegStart.of(file), limits);
      return new Known(header.format().name(), header.width(), header.height(), header.channels());
    } catch (UnreadableException e) {
      Unreadable unreadable = e.unreadable();
      return new Unknown(unreadable.reason(), unreadable.detail());
    }
  }
}

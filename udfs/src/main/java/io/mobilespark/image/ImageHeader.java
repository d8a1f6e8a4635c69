// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * What a file's header says, read in plain Java before any decoder sees the file.
 *
 * @param format the format
 * @param width of the whole picture in pixels, 1 or more
 * @param height of the whole picture in pixels, 1 or more
 * @param channels values a pixel, alpha counted; 3 for palettes
 * @param orientation EXIF's, from 1, upright, to 8
 */
record ImageHeader(ImageFormat format, int width, int height, int channels, int orientation) {

  /** A header of an upright picture. */
  ImageHeader(ImageFormat format, int width, int height, int channels) {
    this(format, width, height, channels, ExifOrientation.UPRIGHT);
  }

  /**
   * Reads and bounds the header.
   *
   * @throws UnreadableException when the file is not, or not wholly, what it begins as
   */
  static ImageHeader read(byte[] file, ImageLimits limits) throws UnreadableException {
    return switch (ImageFormat.of(file, limits)) {
      case JPEG -> JpegHeader.read(file, limits).turned(ExifOrientation.ofJpeg(file));
      case PNG -> PngHeader.read(file, limits).turned(ExifOrientation.ofPng(file));
      case GIF -> GifHeader.read(file, limits).header();
      case BMP -> BmpHeader.read(file, limits);
      case TIFF -> TiffFile.read(file, limits).header();
      case WEBP -> WebpFile.read(file, limits).header(file);
    };
  }

  private ImageHeader turned(int as) {
    return new ImageHeader(format, width, height, channels, as);
  }
}

package io.mobilespark.image;

import io.mobilespark.tensorflow.NativeImageDecoder;
import io.mobilespark.tensorflow.PixelBuffer;
import java.util.Optional;

/**
 * Encoded pictures to pixels: JPEG, PNG, WebP, TIFF, GIF and BMP, told by content. One per task: it
 * owns the array that its pictures' pixels lie in and is used by one thread at a time. EXIF
 * orientation is followed where the decoding says so, colour profiles are ignored. Alpha is
 * dropped, and the colours below it are kept; animations give their first frame, and files of
 * several pages their first.
 *
 * <p>JPEG and PNG go through TensorFlow; JPEG with the accurate DCT, so that pixels equal those of
 * OpenCV and Pillow bit for bit. WebP goes through libwebp, TIFF through TwelveMonkeys, GIF and BMP
 * through {@code javax.imageio}; all as Pillow's {@code convert("RGB")} has them.
 */
public final class ImageDecoder {
  private final ImageLimits limits;
  private final Decoding decoding;
  private final NativeImageDecoder nativeDecoder;
  private final PixelBuffer pixels = new PixelBuffer();
  private final PixelBuffer turned = new PixelBuffer();
  private final TiffDecoder tiff;

  /** A decoder of whole pictures as they are stored, with bounds on what one may ask for. */
  public ImageDecoder(ImageLimits limits) {
    this(limits, Decoding.PLAIN);
  }

  /**
   * A decoder.
   *
   * @param limits bounds on what a picture may ask for
   * @param decoding what is made of turned and cut pictures
   */
  public ImageDecoder(ImageLimits limits, Decoding decoding) {
    this.limits = limits;
    this.decoding = decoding;
    this.nativeDecoder = NativeImageDecoder.shared();
    this.tiff = new TiffDecoder(nativeDecoder);
  }

  /**
   * Decodes a picture. No content of the file makes it throw.
   *
   * @param encoded the whole file; not kept
   * @return pixels, valid until the next call of this decoder, or the reason why there are none
   * @throws RuntimeException when the environment fails: native memory short, library missing
   */
  public DecodedImage decode(byte[] encoded) {
    try {
      return decodeWhole(JpegStart.of(encoded));
    } catch (UnreadableException e) {
      return e.unreadable();
    }
  }

  private DecodedImage decodeWhole(byte[] encoded) throws UnreadableException {
    ImageHeader header = ImageHeader.read(encoded, limits);
    switch (header.format()) {
      case JPEG -> accept(nativeDecoder.decodeJpeg(encoded, pixels), encoded, header);
      case PNG -> accept(nativeDecoder.decodePng(encoded, pixels), encoded, header);
      case GIF, BMP -> FirstFrame.decode(encoded, header, pixels);
      case TIFF -> tiff.decode(encoded, TiffFile.read(encoded, limits), pixels);
      case WEBP -> LibWebp.decode(encoded, WebpFile.read(encoded, limits), pixels);
    }
    boolean askew = header.orientation() != ExifOrientation.UPRIGHT;
    if (askew && decoding.turned()) {
      Turn.turn(pixels, header.orientation(), turned);
      return new RgbImage(turned.width(), turned.height(), turned.rgb());
    }
    return new RgbImage(
        pixels.width(), pixels.height(), pixels.rgb(), new Caveats(askew, Optional.empty()));
  }

  private static void accept(Optional<String> complaint, byte[] encoded, ImageHeader header)
      throws UnreadableException {
    if (complaint.isEmpty()) {
      return;
    }
    boolean endsEarly =
        header.format() == ImageFormat.JPEG
            ? JpegHeader.endsEarly(encoded)
            : PngHeader.endsEarly(encoded);
    throw endsEarly
        ? UnreadableException.truncated("ends before the picture does: " + complaint.get())
        : UnreadableException.corrupt(complaint.get());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.NativeImageDecoder;
import io.mobilespark.tensorflow.PixelBuffer;
import java.util.Locale;
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
  /** Rows of a cut PNG, before they are 8-bit RGB. */
  private static final int ROW_BYTES_PER_PIXEL = 4;

  /** What of a picture is missing that lacks nothing. */
  private static final Optional<String> WHOLE = Optional.empty();

  private final ImageLimits limits;
  private final Decoding decoding;
  private final NativeImageDecoder nativeDecoder;
  private final PixelBuffer pixels = new PixelBuffer();
  private final PixelBuffer spare = new PixelBuffer();
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
      return decodeWhole(JpegRepair.of(encoded));
    } catch (UnreadableException e) {
      return e.unreadable();
    }
  }

  private DecodedImage decodeWhole(byte[] encoded) throws UnreadableException {
    return switch (ImageFormat.of(encoded, limits)) {
      case JPEG -> {
        ImageHeader header = ImageHeader.read(encoded, limits);
        yield image(header, decodeJpeg(encoded), false);
      }
      case PNG -> {
        ImageHeader header = ImageHeader.read(encoded, limits);
        byte[] plain = PngHeader.withoutTexts(encoded);
        yield image(header, decodePng(plain, header), PngHeader.isDeepGrey(plain));
      }
      case GIF -> {
        GifHeader gif = GifHeader.read(encoded, limits);
        FirstFrame.decode(gif.plain(encoded), gif.header(), pixels);
        yield image(gif.header(), WHOLE, false);
      }
      case BMP -> {
        ImageHeader header = BmpHeader.read(encoded, limits);
        FirstFrame.decode(BmpHeader.padded(encoded), header, pixels);
        yield image(header, WHOLE, false);
      }
      case TIFF -> {
        TiffFile page = TiffFile.read(encoded, limits);
        tiff.decode(encoded, page, pixels);
        yield image(page.header(), WHOLE, false);
      }
      case WEBP -> {
        WebpFile container = WebpFile.read(encoded, limits);
        LibWebp.decode(encoded, container, pixels);
        yield image(container.header(encoded), WHOLE, false);
      }
    };
  }

  /** The picture that was decoded. */
  private RgbImage image(ImageHeader header, Optional<String> missing, boolean deepGrey) {
    boolean askew = header.orientation() != ExifOrientation.UPRIGHT;
    boolean turn = askew && decoding.turned();
    if (turn) {
      Turn.turn(pixels, header.orientation(), spare);
    }
    PixelBuffer shown = turn ? spare : pixels;
    Optional<byte[]> clipped =
        deepGrey ? Optional.of(DeepGrey.split(shown, turn ? pixels : spare)) : Optional.empty();
    return new RgbImage(
        shown.width(), shown.height(), shown.rgb(), new Caveats(askew && !turn, missing), clipped);
  }

  /** What of the picture is missing. */
  private Optional<String> decodeJpeg(byte[] file) throws UnreadableException {
    Optional<String> complaint = nativeDecoder.decodeJpeg(file, pixels);
    if (complaint.isEmpty()) {
      return Optional.empty();
    }
    if (!JpegHeader.endsEarly(file)) {
      throw UnreadableException.corrupt(complaint.get());
    }
    byte[] ended = JpegRepair.ended(file);
    boolean whole = JpegRepair.isWhole(ended);
    if (!whole && !decoding.truncated()) {
      throw endsEarly(complaint.get());
    }
    Optional<String> refused = nativeDecoder.decodeJpeg(ended, pixels);
    if (refused.isPresent()) {
      throw endsEarly(refused.get());
    }
    return whole
        ? Optional.empty()
        : Optional.of(
            RejectionReason.TRUNCATED + ", decoded as far as its " + file.length + " bytes go");
  }

  /** What of the picture is missing. */
  private Optional<String> decodePng(byte[] file, ImageHeader header) throws UnreadableException {
    Optional<String> complaint = decodeNatively(file);
    if (complaint.isEmpty()) {
      return Optional.empty();
    }
    if (!PngHeader.endsEarly(file)) {
      throw UnreadableException.corrupt(complaint.get());
    }
    PngRepair repaired =
        PngRepair.of(file, header, (long) ROW_BYTES_PER_PIXEL * limits.maxPixels());
    if (!repaired.isWhole() && !decoding.truncated()) {
      throw endsEarly(complaint.get());
    }
    Optional<String> refused = decodeNatively(repaired.file());
    if (refused.isPresent()) {
      throw endsEarly(refused.get());
    }
    return repaired.isWhole()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s, %d %% of it is there",
                RejectionReason.TRUNCATED,
                100L * repaired.there() / repaired.wanted()));
  }

  private Optional<String> decodeNatively(byte[] png) {
    return PngHeader.isDeepGrey(png)
        ? nativeDecoder.decodeDeepGrey(png, pixels)
        : nativeDecoder.decodePng(png, pixels);
  }

  private static UnreadableException endsEarly(String complaint) {
    return UnreadableException.truncated("ends before the picture does: " + complaint);
  }
}

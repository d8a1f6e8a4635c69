// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mobilespark.tensorflow.PixelBuffer;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small TIFFs that ask for much are refused before anything is unpacked. */
class HostileTiffTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void aJpegLargerThanItsPieceIsNotDecoded(int samples) {
    byte[] jpeg = progressiveHead(65_500, samples);
    byte[] file = Tiff.page(64, 64, samples, jpeg).tag(TiffFile.COMPRESSION, 7).bytes();

    assertThat(decoder.decode(file))
        .isEqualTo(
            new Unreadable(
                RejectionReason.TOO_LARGE, "declares 65500x65500 pixels, more than 4096"));
  }

  @Test
  void aJpegOfOtherSamplesIsNotAPiece() {
    byte[] jpeg = Pixels.encoded(Pixels.synthetic(20, 20), "jpg");
    byte[] file = Tiff.page(20, 20, 1, jpeg).tag(TiffFile.COMPRESSION, 7).bytes();

    assertThat(decoder.decode(file))
        .isEqualTo(
            new Unreadable(
                RejectionReason.CORRUPT, "has a JPEG of 20x20 pixels of 3 samples as a piece"));
  }

  @Test
  void aRowOfAllPixelsIsConvertedInParts() throws UnreadableException {
    int width = 8_000_000;
    byte[] file =
        Tiff.page(width, 1, 1, new byte[0])
            .tag(TiffFile.STRIP_OFFSETS, 8)
            .tag(TiffFile.COMPRESSION, 5)
            .bytes();
    TiffFile page = TiffFile.read(file, ImageLimits.DEFAULT);
    BufferedImage image = new BufferedImage(width, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(4_097, 0, 0, 77);
    Raster samples = image.getRaster();
    PixelBuffer into = new PixelBuffer();
    into.resize(width, 1);

    long before = allocated();
    TiffColours.of(page).paint(samples, page.whole(), into);

    assertThat(allocated() - before).isLessThan(1 << 20);
    assertThat(into.rgb()[3 * 4_097]).isEqualTo((byte) 77);
    assertThat(into.rgb()[3 * 4_096]).isZero();
  }

  @Test
  void piecesDoNotShareTheirBytesWithoutEnd() {
    byte[] shared = new byte[1 << 20];
    Tiff page = Tiff.page(64, 1_000, 1, shared).tag(TiffFile.COMPRESSION, 32_773);

    assertThat(decoder.decode(page.sharedStrips(1_000, 1).bytes()))
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable -> {
              assertThat(unreadable.reason()).isEqualTo(RejectionReason.TOO_LARGE);
              assertThat(unreadable.detail()).startsWith("has pieces of 1048576000 bytes that");
            });
  }

  @Test
  void stripsOfOneColourMayBeOne() {
    Tiff page = Tiff.page(64, 1_000, 1, new byte[64]);

    assertThat(decoder.decode(page.sharedStrips(1_000, 1).bytes())).isInstanceOf(RgbImage.class);
  }

  @Test
  void stripsWithoutLengthsEndWhereTheNextBegin() throws UnreadableException {
    Tiff page = Tiff.page(8, 3, 1, new byte[24]).tag(TiffFile.ROWS_PER_STRIP, 1);
    byte[] file = page.tag(TiffFile.STRIP_OFFSETS, 8, 24, 16).tag(TiffFile.STRIP_BYTES).bytes();

    assertThat(TiffFile.read(file, ImageLimits.DEFAULT).pieces())
        .containsExactly(new Span(8, 8), new Span(24, file.length - 24), new Span(16, 8));
  }

  @Test
  void sharedJpegTablesHaveTheirSize() {
    byte[] jpeg = Pixels.encoded(Pixels.synthetic(20, 20), "jpg");
    Tiff page = Tiff.page(20, 20, 3, jpeg).tag(TiffFile.COMPRESSION, 7);
    int[] tables = new int[(64 << 10) + 1];

    assertThat(decoder.decode(page.tag(TiffFile.JPEG_TABLES, tables).bytes()))
        .isEqualTo(
            new Unreadable(
                RejectionReason.TOO_LARGE, "has JPEG tables of 65537 bytes, more than 65536"));
    // Other compressions have none.
    Tiff plain = Tiff.page(20, 20, 3, new byte[1_200]).tag(TiffFile.JPEG_TABLES, tables);
    assertThat(decoder.decode(plain.bytes())).isInstanceOf(RgbImage.class);
  }

  @Test
  void countsBeyondALongAreNoMoreThanIsAskedFor() throws UnreadableException {
    ByteBuffer big = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    big.put(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0}).putLong(16).putLong(1);
    // A count whose lower half is 100, of bytes from the file's start on.
    big.putShort((short) TiffFile.WIDTH).putShort((short) 1).putLong(Long.MIN_VALUE + 100);
    TiffDirectory directory = TiffDirectory.read(big.array(), new Span(0, 200));

    assertThat(directory.values(TiffFile.WIDTH, 3)).containsExactly('I', 'I', 43);
  }

  @Test
  void faxCodesAreThoseOfBlackAndWhite() {
    Tiff page = Tiff.page(20, 20, 1, new byte[100]).tag(TiffFile.COMPRESSION, 4);

    assertThat(decoder.decode(page.bytes()))
        .isEqualTo(
            new Unreadable(
                RejectionReason.UNSUPPORTED_FORMAT,
                "TIFF in compression 4 of 1 samples of 8 bits"));
  }

  @Test
  void faxCodesAreBoundedByTheirPixels() {
    assertThat(fax(70_000, 2, 10))
        .isEqualTo(
            new Unreadable(
                RejectionReason.UNSUPPORTED_FORMAT,
                "TIFF in compression 4 with rows of 70000 pixels"));
    assertThat(fax(20, 20, 10_000))
        .isEqualTo(
            new Unreadable(
                RejectionReason.CORRUPT, "has 10000 bytes of fax codes for 20x20 pixels"));
    assertThat(fax(65_000, 900, 2_000_000))
        .isEqualTo(
            new Unreadable(
                RejectionReason.TOO_LARGE,
                "has 2000000 bytes of fax codes in rows of 65000 pixels"));
    // A page of A4 at 600 dpi.
    assertThat(fax(4_961, 7_016, 1_800_000))
        .isEqualTo(
            new Unreadable(
                RejectionReason.TOO_LARGE,
                "has 1800000 bytes of fax codes in rows of 4961 pixels"));
    assertThat(fax(4_961, 7_016, 1_700_000)).isInstanceOf(RgbImage.class);
  }

  private DecodedImage fax(int width, int height, int bytes) {
    return decoder.decode(
        Tiff.page(width, height, 1, new byte[bytes])
            .tag(TiffFile.COMPRESSION, 4)
            .tag(TiffFile.BITS, 1)
            .bytes());
  }

  /** The head of a progressive JPEG of equal sides, which libjpeg would take memory for. */
  private static byte[] progressiveHead(int side, int samples) {
    byte[] head = new byte[200];
    int[] frame = {0xff, 0xd8, 0xff, 0xc2, 0, 8 + 3 * samples, 8, side >> 8, side, side >> 8, side};
    for (int i = 0; i < frame.length; i++) {
      head[i] = (byte) frame[i];
    }
    head[11] = (byte) samples;
    for (int i = 0; i < samples; i++) {
      head[12 + 3 * i] = (byte) (i + 1);
      head[13 + 3 * i] = 0x11;
    }
    byte[] scan = {-1, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0};
    System.arraycopy(scan, 0, head, 12 + 3 * samples, scan.length);
    return head;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}

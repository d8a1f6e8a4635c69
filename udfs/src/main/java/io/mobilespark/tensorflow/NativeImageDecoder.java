// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.nio.ByteOrder;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.DecodePng;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * JPEG and PNG by TensorFlow's own decoders, on the CPU, in the caller's thread. JPEG is decoded
 * with the accurate integer DCT, whose pixels are those of libjpeg-turbo as OpenCV and Pillow use
 * it, bit for bit; PNG gives 8 bit without alpha. Any number of threads may decode at once.
 *
 * <p>The decoders take memory for whatever size the file declares: callers check headers first.
 */
public final class NativeImageDecoder {
  private static final String ACCURATE_DCT = "INTEGER_ACCURATE";

  // -1: TensorFlow runs the graph in the calling thread and not in its pool.
  private static final RunOptions CALLERS_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private final Graph graph;
  private final Session session;
  private final Output<TString> encoded;
  private final Output<TUint8> jpeg;
  private final Output<TUint8> png;
  private final Output<TUint16> deepGrey;

  private NativeImageDecoder(Graph graph) {
    this.graph = graph;
    Ops ops = Ops.create(graph);
    Operand<TString> input = ops.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    encoded = input.asOutput();
    jpeg =
        ops.image
            .decodeJpeg(input, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod(ACCURATE_DCT))
            .asOutput();
    png = ops.image.decodePng(input, TUint8.class, DecodePng.channels(3L)).asOutput();
    // Named here: TensorFlow would number a second one in the digits of the default locale.
    Ops named = ops.withName("DeepGrey");
    deepGrey = named.image.decodePng(input, TUint16.class, DecodePng.channels(1L)).asOutput();
    session = new Session(graph, SessionSettings.ONE_CORE_PER_TASK.config());
  }

  /** The decoder of this JVM, opened on first use and open as long as the JVM lives. */
  public static NativeImageDecoder shared() {
    return Shared.DECODER;
  }

  static NativeImageDecoder open() {
    TensorFlowLibrary.load();
    return new NativeImageDecoder(new Graph());
  }

  /**
   * Decodes a JPEG of any component count and subsampling.
   *
   * @param file the encoded picture; not kept
   * @param into takes size and pixels; undefined when the file is refused
   * @return why libjpeg refuses the file, empty when it was decoded
   * @throws IllegalStateException when the decoder is closed
   * @throws org.tensorflow.exceptions.TensorFlowException when memory is short
   */
  public Optional<String> decodeJpeg(byte[] file, PixelBuffer into) {
    return decode(file, jpeg, into, NativeImageDecoder::readPixels);
  }

  /**
   * Decodes a PNG of any depth and colour type; of an animation its default image.
   *
   * @param file the encoded picture; not kept
   * @param into takes size and pixels; undefined when the file is refused
   * @return why libpng refuses the file, empty when it was decoded
   * @throws IllegalStateException when the decoder is closed
   * @throws org.tensorflow.exceptions.TensorFlowException when memory is short
   */
  public Optional<String> decodePng(byte[] file, PixelBuffer into) {
    return decode(file, png, into, NativeImageDecoder::readPixels);
  }

  /**
   * Decodes a PNG that has one channel of 16 bits.
   *
   * @param file the encoded picture; not kept
   * @param into takes size and samples, the upper and the lower byte as the first and second of
   *     each pixel; undefined when the file is refused
   * @return why libpng refuses the file, empty when it was decoded
   * @throws IllegalStateException when the decoder is closed
   * @throws org.tensorflow.exceptions.TensorFlowException when memory is short
   */
  public Optional<String> decodeDeepGrey(byte[] file, PixelBuffer into) {
    return decode(file, deepGrey, into, NativeImageDecoder::readSamples);
  }

  void close() {
    session.close();
    graph.close();
  }

  private Optional<String> decode(
      byte[] file, Output<? extends TNumber> pixels, PixelBuffer into, Reading reading) {
    try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(file));
        Result result =
            session.runner().setOptions(CALLERS_THREAD).feed(encoded, input).fetch(pixels).run()) {
      Tensor image = result.get(0);
      int height = Math.toIntExact(image.shape().get(0));
      int width = Math.toIntExact(image.shape().get(1));
      int bytes = into.resize(width, height);
      reading.read(image.asRawTensor().data(), into.rgb(), bytes);
      return Optional.empty();
    } catch (TFInvalidArgumentException e) {
      return Optional.of(firstSentence(e));
    }
  }

  private static void readPixels(ByteDataBuffer pixels, byte[] rgb, int bytes) {
    pixels.read(rgb, 0, bytes);
  }

  private static void readSamples(ByteDataBuffer samples, byte[] rgb, int bytes) {
    int upper = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? 0 : 1;
    for (long i = 0; i < bytes / 3; i++) {
      int at = (int) (3 * i);
      rgb[at] = samples.getByte(2 * i + upper);
      rgb[at + 1] = samples.getByte(2 * i + 1 - upper);
    }
  }

  /** From what TensorFlow gives to pixels. */
  @FunctionalInterface
  private interface Reading {
    void read(ByteDataBuffer from, byte[] rgb, int bytes);
  }

  /** The decoder's own words, without the description of the graph's node that follows them. */
  private static String firstSentence(TFInvalidArgumentException e) {
    String message = String.valueOf(e.getMessage());
    int node = message.indexOf("\n");
    return (node < 0 ? message : message.substring(0, node)).strip();
  }

  private static final class Shared {
    private static final NativeImageDecoder DECODER = open();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * An input tensor of shape {@code [pictures, height, width, 3]} in native memory, filled by one
 * bulk copy per picture and reused from batch to batch. Owned by whoever allocated it, used by one
 * thread at a time, and not written to while a session runs on it.
 */
public final class PixelTensor implements AutoCloseable {
  private final Tensor tensor;
  private final SampleType sampleType;
  private final int pictures;
  private final int samplesPerPicture;
  private final ByteDataBuffer bytes;
  private final FloatDataBuffer floats;

  private PixelTensor(Tensor tensor, SampleType sampleType, int pictures, int samplesPerPicture) {
    this.tensor = tensor;
    this.sampleType = sampleType;
    this.pictures = pictures;
    this.samplesPerPicture = samplesPerPicture;
    this.bytes = tensor.asRawTensor().data();
    this.floats = bytes.asFloats();
  }

  /**
   * Takes native memory for a batch; its content is undefined until written.
   *
   * @throws IllegalArgumentException unless all three sizes are above 0
   */
  public static PixelTensor allocate(SampleType sampleType, int pictures, int height, int width) {
    if (pictures < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A batch needs pictures and pixels: " + pictures + "x" + height + "x" + width);
    }
    TensorFlowLibrary.load();
    Shape shape = Shape.of(pictures, height, width, 3);
    Tensor tensor =
        switch (sampleType) {
          case UINT8 -> TUint8.tensorOf(shape);
          case FLOAT32 -> TFloat32.tensorOf(shape);
        };
    return new PixelTensor(tensor, sampleType, pictures, Math.multiplyExact(height, width * 3));
  }

  /** The number of pictures it holds. */
  public int pictures() {
    return pictures;
  }

  /** Height x width x 3. */
  public int samplesPerPicture() {
    return samplesPerPicture;
  }

  /** What it holds. */
  public SampleType sampleType() {
    return sampleType;
  }

  /**
   * Copies the samples of one picture, rows first, channels last, from the start of the array.
   *
   * @throws IllegalStateException when the tensor holds floats
   */
  public void write(int picture, byte[] samples) {
    require(SampleType.UINT8);
    bytes.offset((long) picture * samplesPerPicture).write(samples, 0, samplesPerPicture);
  }

  /**
   * Copies the samples of one picture, rows first, channels last, from the start of the array.
   *
   * @throws IllegalStateException when the tensor holds bytes
   */
  public void write(int picture, float[] samples) {
    require(SampleType.FLOAT32);
    floats.offset((long) picture * samplesPerPicture).write(samples, 0, samplesPerPicture);
  }

  /** Sets every sample to zero. */
  public void clear() {
    byte[] zeros = new byte[Math.multiplyExact(samplesPerPicture, sampleType.bytes())];
    for (int picture = 0; picture < pictures; picture++) {
      bytes.offset((long) picture * zeros.length).write(zeros);
    }
  }

  /**
   * A copy of the first pictures, for a batch that is not full.
   *
   * @return owned by the caller
   */
  public PixelTensor first(int count) {
    if (count < 1 || count > pictures) {
      throw new IllegalArgumentException("The tensor holds 1 to " + pictures + ", not " + count);
    }
    PixelTensor copy = empty(count);
    bytes.copyTo(copy.bytes, copy.bytes.size());
    return copy;
  }

  /** Another for pictures of the same size, owned by the caller. */
  PixelTensor empty(int count) {
    Shape shape = tensor.shape();
    return allocate(sampleType, count, (int) shape.get(1), (int) shape.get(2));
  }

  /** Copies one picture to the first place of another tensor for pictures of the same size. */
  void copyTo(PixelTensor other, int picture) {
    copyTo(other, picture, 1);
  }

  /** Copies pictures to the first places of another tensor for pictures of the same size. */
  void copyTo(PixelTensor other, int picture, int count) {
    long size = bytes.size() / pictures;
    bytes.offset(picture * size).copyTo(other.bytes, count * size);
  }

  @Override
  public void close() {
    tensor.close();
  }

  Tensor tensor() {
    return tensor;
  }

  private void require(SampleType wanted) {
    if (sampleType != wanted) {
      throw new IllegalStateException("The tensor holds " + sampleType + ", not " + wanted);
    }
  }
}

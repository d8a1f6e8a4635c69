// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * What is learnt from and what is held out, on the driver's disk.
 *
 * @param training learnt from
 * @param validation held out
 * @param checksum over classes and features in the order they came
 */
record FeatureSets(FeatureFile training, FeatureFile validation, CRC32C checksum)
    implements AutoCloseable {
  static FeatureSets create(Path folder, int width) throws IOException {
    FeatureFile training = new FeatureFile(folder.resolve("training.features"), width);
    try {
      return new FeatureSets(
          training, new FeatureFile(folder.resolve("validation.features"), width), new CRC32C());
    } catch (IOException e) {
      training.close();
      throw e;
    }
  }

  void add(boolean heldOut, int classIndex, float[] features) throws IOException {
    (heldOut ? validation : training).add(classIndex, features);
    update(classIndex);
    for (float feature : features) {
      update(Float.floatToIntBits(feature));
    }
  }

  private void update(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      checksum.update(value >>> shift);
    }
  }

  void flush() throws IOException {
    training.flush();
    validation.flush();
  }

  @Override
  public void close() throws IOException {
    try (training;
        validation) {
      checksum.reset();
    }
  }
}

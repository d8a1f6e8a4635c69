// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The small model that the repository carries: MobileNet V1, trained on drawings by {@code
 * jobs/src/main/python/train_demo_model.py}. Its outputs are {@link DrawnSet#CLASSES}; it wants the
 * preset {@code squash}.
 */
public final class DemoModel {
  /** The width multiplier. */
  public static final double ALPHA = 0.25;

  /** Height and width of the input, in pixels. */
  public static final int RESOLUTION = 96;

  /** The file name of the weights, in Keras's HDF5 layout. */
  public static final String FILE_NAME = "mobilenet-v1-0.25-96-drawings.h5";

  /** The seed of the drawings it was trained on; drawings of any other seed are new to it. */
  public static final long TRAINING_SEED = 2;

  /** The seed of the demo's drawings. */
  public static final long DEMO_SEED = 1;

  private DemoModel() {}

  /**
   * Writes the weights to a folder, which is created where absent; an older copy is replaced.
   *
   * @return the file, named {@link #FILE_NAME}
   * @throws MobileSparkException where it cannot be written
   */
  public static Path unpack(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    try (InputStream weights = DemoModel.class.getResourceAsStream(FILE_NAME)) {
      if (weights == null) {
        throw new IllegalStateException("the jar lacks " + FILE_NAME);
      }
      Files.createDirectories(folder);
      Files.copy(weights, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MobileSparkException("cannot write the demo's weights to " + file + ": " + e, e);
    }
    return file;
  }
}

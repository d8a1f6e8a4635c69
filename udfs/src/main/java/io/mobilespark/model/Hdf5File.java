// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.jhdf.HdfFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** An HDF5 file of somebody else, read so that damage of any kind is one line. */
public final class Hdf5File {
  private Hdf5File() {}

  /**
   * Hands the file to a reader while it is open.
   *
   * @throws KerasFileException where it is damaged or truncated, or where the reader does
   */
  public static <T> T read(Path file, Function<HdfFile, T> reader) {
    try (HdfFile hdf = new HdfFile(file)) {
      long wanted = hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
      if (hdf.size() < wanted) {
        throw new KerasFileException(
            String.format(Locale.ROOT, "truncated: has %,d of %,d bytes", hdf.size(), wanted));
      }
      return reader.apply(hdf);
    } catch (KerasFileException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // The library meets damage with exceptions of many kinds: of its own, of buffers, of sums.
      // Lengths that damage made huge it allocates without a look at the file's.
      throw new KerasFileException("the HDF5 file is damaged or truncated", e);
    }
  }
}

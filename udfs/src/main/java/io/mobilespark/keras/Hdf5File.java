package io.mobilespark.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** An HDF5 file of somebody else, read so that damage of any kind is one line. */
final class Hdf5File {
  private Hdf5File() {}

  /**
   * Hands the root to a reader while the file is open.
   *
   * @throws KerasModelException where it is damaged or truncated, or where the reader does
   */
  static <T> T read(Path file, Function<Group, T> reader) {
    try (HdfFile hdf = new HdfFile(file)) {
      long wanted = hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
      if (hdf.size() < wanted) {
        throw new KerasModelException(
            String.format(Locale.ROOT, "truncated: has %,d of %,d bytes", hdf.size(), wanted));
      }
      return reader.apply(hdf);
    } catch (KerasModelException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // The library meets damage with exceptions of many kinds: of its own, of buffers, of sums.
      // Lengths that damage made huge it allocates without a look at the file's.
      KerasModelException damaged =
          new KerasModelException("the HDF5 file is damaged or truncated");
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** A text beside a group. */
  static Optional<String> text(Group group, String attribute) {
    Attribute found = group.getAttributes().get(attribute);
    if (found == null || found.isEmpty()) {
      return Optional.empty();
    }
    return found.getData() instanceof String text ? Optional.of(text) : Optional.empty();
  }
}

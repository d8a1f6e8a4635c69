// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.identity.WebAddress;
import java.util.List;

/**
 * Pictures that are objects, or files, of their own.
 *
 * @param paths fully qualified, as Hadoop writes them
 * @param lengths in bytes as listed, one per path; {@link #UNKNOWN} where there was no listing; not
 *     changed afterwards
 */
public record ObjectSplit(List<String> paths, long[] lengths) implements PictureSplit {
  /** The length of a picture that nobody has listed. */
  public static final long UNKNOWN = -1;

  /** Checks that both lists speak of the same pictures. */
  public ObjectSplit {
    paths = List.copyOf(paths);
    if (paths.size() != lengths.length) {
      throw new IllegalArgumentException(paths.size() + " paths, " + lengths.length + " lengths");
    }
  }

  @Override
  public PictureStream open(TaskStorage storage) {
    paths.stream().filter(ObjectSplit::isLocal).forEach(SpelledNames::require);
    PictureReader reader = new PictureReader(storage.hadoop(), storage.maxPictureBytes());
    PrefetchLimits limits = limits(storage.prefetch());
    return limits.requests() == 0 || paths.stream().allMatch(ObjectSplit::isLocal)
        ? new ReadPictures(this, reader)
        : new PrefetchedPictures(this, reader, Prefetcher.shared(limits), storage.killed());
  }

  /** Servers of the web answer late, each for itself. */
  private PrefetchLimits limits(PrefetchLimits given) {
    return paths.stream().anyMatch(WebAddress::isWeb) ? given.ofWeb() : given;
  }

  int size() {
    return lengths.length;
  }

  /** The local disk answers sooner than another thread could. */
  static boolean isLocal(String path) {
    return path.startsWith("file:") || path.startsWith("/");
  }
}

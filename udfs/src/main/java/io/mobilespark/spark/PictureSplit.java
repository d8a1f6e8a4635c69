package io.mobilespark.spark;

import java.io.Serializable;
import java.util.List;

/**
 * The pictures of one task.
 *
 * @param paths fully qualified, as Hadoop writes them
 * @param lengths in bytes as listed, one per path; not changed afterwards
 */
public record PictureSplit(List<String> paths, long[] lengths) implements Serializable {
  /** Checks that both lists speak of the same pictures. */
  public PictureSplit {
    paths = List.copyOf(paths);
    if (paths.size() != lengths.length) {
      throw new IllegalArgumentException(paths.size() + " paths, " + lengths.length + " lengths");
    }
  }

  int size() {
    return lengths.length;
  }
}

package io.mobilespark.jobs.source;

import io.mobilespark.identity.LeftOut;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * What a walk has found besides files.
 *
 * @param matched globs that something fitted, as asked for
 * @param outputs folders that MobileSpark wrote and that are no input; files in them are to be left
 *     out
 * @param links to folders, which nobody has followed yet
 * @param roots folders that globs have found, which are listed to the bottom
 * @param leftOut names that were left out, but for outputs
 */
record WalkFindings(
    Set<String> matched,
    Set<String> outputs,
    Set<FolderSeed> links,
    Set<String> roots,
    LeftOut leftOut)
    implements Serializable {
  static final WalkFindings NONE =
      new WalkFindings(Set.of(), Set.of(), Set.of(), Set.of(), LeftOut.NONE);

  WalkFindings {
    matched = Set.copyOf(matched);
    outputs = Set.copyOf(outputs);
    links = Set.copyOf(links);
    roots = Set.copyOf(roots);
  }

  WalkFindings plus(WalkFindings other) {
    return new WalkFindings(
        union(matched, other.matched),
        union(outputs, other.outputs),
        union(links, other.links),
        union(roots, other.roots),
        leftOut.plus(other.leftOut));
  }

  private static <T> Set<T> union(Set<T> some, Set<T> others) {
    Set<T> union = new HashSet<>(some);
    union.addAll(others);
    return union;
  }
}

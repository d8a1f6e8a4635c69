// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.outputs.OutputContent;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a walk has found besides files.
 *
 * @param matched globs that something fitted, as asked for
 * @param outputs folders that MobileSpark wrote and that are no input; files in them are to be left
 *     out
 * @param contents of folders that MobileSpark wrote and that are read
 * @param links to folders, which nobody has followed yet
 * @param roots folders that globs have found, which are listed to the bottom
 * @param leftOut names that were left out, but for outputs
 */
public record WalkFindings(
    Set<String> matched,
    Set<String> outputs,
    Map<String, OutputContent> contents,
    Set<FolderSeed> links,
    Set<String> roots,
    LeftOut leftOut)
    implements Serializable {
  public static final WalkFindings NONE =
      new WalkFindings(Set.of(), Set.of(), Map.of(), Set.of(), Set.of(), LeftOut.NONE);

  /** Copies the collections. */
  public WalkFindings {
    matched = Set.copyOf(matched);
    outputs = Set.copyOf(outputs);
    contents = Map.copyOf(contents);
    links = Set.copyOf(links);
    roots = Set.copyOf(roots);
  }

  /** The folders that MobileSpark wrote. */
  public OwnOutputs own() {
    return new OwnOutputs(outputs, contents);
  }

  /** What two walks have found. */
  public WalkFindings plus(WalkFindings other) {
    Map<String, OutputContent> told = new HashMap<>(contents);
    told.putAll(other.contents);
    return new WalkFindings(
        union(matched, other.matched),
        union(outputs, other.outputs),
        told,
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

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.identity.FileName;
import io.mobilespark.identity.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * Which links to folders of a local disk are followed: every folder is listed once, under its own
 * name where that is among what is listed, otherwise under that of the first link to it by the
 * alphabet. A link to a folder that it lies in is never followed. At a level of a glob a folder is
 * once what the rest of the glob is looked for in.
 */
public final class LinkedFolders {
  private final Configuration hadoop;

  /** By where they really lie, the names they are listed under. */
  private final Map<Path, String> listed = new HashMap<>();

  /** Names under which folders are not listed again. */
  private final Set<String> again = new HashSet<>();

  /** Where patterns are looked for. */
  private final List<Globbed> globbed = new ArrayList<>();

  /** What has not been judged. */
  private final List<FolderSeed> waiting = new ArrayList<>();

  private final Set<String> matched = new HashSet<>();
  private LeftOut leftOut = LeftOut.NONE;

  /** A folder with what is wanted below it, a part of a glob for each level. */
  private record Globbed(Path real, List<String> pattern) {}

  /**
   * No links so far.
   *
   * @param seeds where walks begin: folders that are listed to the bottom whatever links there are,
   *     and globs
   */
  public LinkedFolders(Configuration hadoop, Collection<FolderSeed> seeds) throws IOException {
    this.hadoop = hadoop;
    for (FolderSeed seed : seeds) {
      Optional<Path> real = realFolder(seed.path());
      if (seed.pattern().isEmpty()) {
        real.ifPresent(folder -> listed.putIfAbsent(folder, seed.path()));
      } else {
        real.ifPresent(folder -> globbed.add(new Globbed(folder, seed.pattern())));
      }
    }
  }

  /** Of the links that walks have found, those that are to be walked next. */
  public List<FolderSeed> next(WalkFindings findings) throws IOException {
    for (String root : findings.roots()) {
      realFolder(root).ifPresent(folder -> listed.putIfAbsent(folder, root));
    }
    OwnOutputs outputs = findings.own();
    findings.links().stream().filter(link -> !outputs.hold(link.path())).forEach(waiting::add);
    // What globs still find below is listed under those names, so it comes first.
    List<FolderSeed> inner = waiting.stream().filter(link -> !link.pattern().isEmpty()).toList();
    waiting.removeAll(inner);
    List<FolderSeed> followed = follow(inner);
    if (followed.isEmpty()) {
      followed = follow(waiting);
      waiting.clear();
    }
    return followed;
  }

  private Optional<Path> realFolder(String folder) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
    if (path.getFileSystem(hadoop) instanceof LocalFileSystem local) {
      Path file = local.pathToFile(path).toPath();
      return Files.isDirectory(file) ? Optional.of(file.toRealPath()) : Optional.empty();
    }
    return Optional.empty();
  }

  private List<FolderSeed> follow(Collection<FolderSeed> links) throws IOException {
    List<FolderSeed> followed = new ArrayList<>();
    for (FolderSeed link : links.stream().sorted(Comparator.comparing(FolderSeed::path)).toList()) {
      Path real = real(link);
      if (isAbove(link, real)
          || listed.keySet().stream().anyMatch(folder -> isListed(folder, real))
          || isGlobbed(real, link.pattern())) {
        leftOut = leftOut.plus(LeftOut.Reason.LINKED_AGAIN, link.path());
        matched.add(link.input());
      } else {
        // What is listed already lies in it, perhaps.
        listed.keySet().stream()
            .filter(folder -> folder.startsWith(real))
            .forEach(folder -> again.add(link.path() + "/" + real.relativize(folder)));
        if (link.pattern().isEmpty()) {
          listed.put(real, link.path());
        } else {
          globbed.add(new Globbed(real, link.pattern()));
        }
        followed.add(link);
      }
    }
    return followed;
  }

  /** Names of folders that are listed under others. */
  public Set<String> again() {
    return Set.copyOf(again);
  }

  /** Globs that a link fits which was not followed, as they were asked for. */
  Set<String> matched() {
    return Set.copyOf(matched);
  }

  /** The links that were not followed. */
  public LeftOut leftOut() {
    return leftOut;
  }

  /** Whether a link leads to a folder that it lies in. */
  private boolean isAbove(FolderSeed link, Path real) throws IOException {
    Path parent = file(link).getParent();
    return parent != null && parent.toRealPath().startsWith(real);
  }

  private Path real(FolderSeed link) throws IOException {
    return file(link).toRealPath();
  }

  private Path file(FolderSeed link) throws IOException {
    FileSystem fileSystem = link.folder().getFileSystem(hadoop);
    return ((LocalFileSystem) fileSystem).pathToFile(link.folder()).toPath();
  }

  /** Whether one who looks for a glob comes to a folder with this left of the glob. */
  private boolean isGlobbed(Path folder, List<String> rest) throws IOException {
    for (Globbed from : globbed) {
      int levels = from.pattern().size() - rest.size();
      if (!rest.isEmpty()
          && levels == folder.getNameCount() - from.real().getNameCount()
          && folder.startsWith(from.real())
          && from.pattern().subList(levels, from.pattern().size()).equals(rest)
          && fits(from.pattern().subList(0, levels), from.real().relativize(folder))) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(List<String> parts, Path names) throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      String name = names.getName(i).toString();
      boolean found =
          name.equals(part)
              || new GlobFilter(part)
                  .accept(StorageUri.child(new org.apache.hadoop.fs.Path("/"), name));
      if (!found || (FileName.isHiddenFolder(name) && !FileName.isHiddenFolder(part))) {
        return false;
      }
    }
    return true;
  }

  /** Whether one who lists a folder to the bottom comes to another. */
  private static boolean isListed(Path folder, Path other) {
    if (!other.startsWith(folder)) {
      return false;
    }
    for (Path part : folder.relativize(other)) {
      if (FileName.isHiddenFolder(part.toString())) {
        return false;
      }
    }
    return true;
  }
}

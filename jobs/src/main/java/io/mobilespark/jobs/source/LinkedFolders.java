package io.mobilespark.jobs.source;

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
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * Which links to folders of a local disk are followed: every folder is listed once, under its own
 * name where that is among what is listed, otherwise under that of the first link to it by the
 * alphabet. A link to a folder that it lies in is never followed.
 */
final class LinkedFolders {
  private final Configuration hadoop;

  /** By where they really lie, the names they are listed under. */
  private final Map<Path, String> listed = new HashMap<>();

  /** Names under which folders are not listed again. */
  private final Set<String> again = new HashSet<>();

  private LeftOut leftOut = LeftOut.NONE;

  LinkedFolders(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Folders that are listed to the bottom whatever links there are. */
  void list(Collection<String> folders) throws IOException {
    for (String folder : folders) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
      if (path.getFileSystem(hadoop) instanceof LocalFileSystem local) {
        Path file = local.pathToFile(path).toPath();
        if (Files.isDirectory(file)) {
          listed.putIfAbsent(file.toRealPath(), folder);
        }
      }
    }
  }

  /** Of the links that a walk has found, those that are to be walked next. */
  List<FolderSeed> next(WalkFindings findings) throws IOException {
    list(findings.roots());
    OwnOutputs outputs = findings.own();
    return follow(findings.links().stream().filter(link -> !outputs.hold(link.path())).toList());
  }

  private List<FolderSeed> follow(Collection<FolderSeed> links) throws IOException {
    List<FolderSeed> followed = new ArrayList<>();
    for (FolderSeed link : links.stream().sorted(Comparator.comparing(FolderSeed::path)).toList()) {
      Path real = real(link);
      if (isAbove(link, real)
          || listed.keySet().stream().anyMatch(folder -> isListed(folder, real))) {
        leftOut = leftOut.plus(LeftOut.Reason.LINKED_AGAIN, link.path());
      } else {
        // What is listed already lies in it, perhaps.
        listed.keySet().stream()
            .filter(folder -> folder.startsWith(real))
            .forEach(folder -> again.add(link.path() + "/" + real.relativize(folder)));
        listed.put(real, link.path());
        followed.add(link);
      }
    }
    return followed;
  }

  /** Names of folders that are listed under others. */
  Set<String> again() {
    return Set.copyOf(again);
  }

  /** The links that were not followed. */
  LeftOut leftOut() {
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

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Where something really lies: on a local disk with every symbolic link followed, of a path that is
 * not there those of its nearest ancestor that is; elsewhere the qualified path.
 */
record RealPath(String scheme, String authority, String path) {
  /** As Linux follows. */
  private static final int MOST_LINKS = 40;

  private static final java.nio.file.Path MOUNTS = java.nio.file.Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  /** Of a literal name. */
  static RealPath of(String uri, Configuration hadoop) throws IOException {
    Path given = new Path(uri);
    return of(given.getFileSystem(hadoop), given);
  }

  static RealPath of(FileSystem fileSystem, Path given) throws IOException {
    Path qualified = fileSystem.makeQualified(given);
    String authority = qualified.toUri().getAuthority();
    return new RealPath(
        scheme(qualified.toUri().getScheme()),
        authority == null ? "" : authority,
        isLocal(fileSystem)
            ? real(java.nio.file.Path.of(qualified.toUri().getPath())).toString()
            : qualified.toUri().getPath());
  }

  /**
   * Where an output lies whose own name is a symbolic link, on a local disk: a folder that takes a
   * link's name would cost somebody the link, and two names of one folder would have two locks. A
   * link may lead to what is not there yet.
   */
  static Path withoutLink(FileSystem fileSystem, Path qualified) throws IOException {
    if (!isLocal(fileSystem)) {
      return qualified;
    }
    java.nio.file.Path named = java.nio.file.Path.of(qualified.toUri().getPath());
    java.nio.file.Path there = named;
    for (int links = 0; Files.isSymbolicLink(there); links++) {
      if (links == MOST_LINKS) {
        throw new IOException(named + " is a link that leads to itself");
      }
      there = followed(there);
    }
    return there.equals(named)
        ? qualified
        : fileSystem.makeQualified(new Path(null, null, there.toString()));
  }

  /** One link further, or all the way where that is there: what stands before .. is followed too. */
  private static java.nio.file.Path followed(java.nio.file.Path link) throws IOException {
    java.nio.file.Path to = link.resolveSibling(Files.readSymbolicLink(link));
    if (Files.exists(to)) {
      return to.toRealPath();
    }
    java.nio.file.Path parent = to.getParent();
    return parent != null && Files.exists(parent)
        ? parent.toRealPath().resolve(parent.relativize(to))
        : to.normalize();
  }

  /** Whether something is mounted there, such as a container's volume: it cannot be renamed. */
  boolean isMountPoint() throws IOException {
    if (!scheme.equals("file") || !Files.exists(MOUNTS)) {
      return false;
    }
    // Names are bytes, not all of which are text: those are nobody's output.
    return new String(Files.readAllBytes(MOUNTS), StandardCharsets.UTF_8)
        .lines()
        .map(mount -> literal(mount.split(" ", -1)[MOUNT_POINT]))
        .anyMatch(path::equals);
  }

  /** Blanks and backslashes stand there by their octal codes. */
  private static String literal(String escaped) {
    return OCTAL
        .matcher(escaped)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(code.group(1), 8))));
  }

  private static boolean isLocal(FileSystem fileSystem) {
    return fileSystem instanceof LocalFileSystem || fileSystem instanceof RawLocalFileSystem;
  }

  /** Whether another one is this or lies below it. */
  boolean holds(RealPath other) {
    return scheme.equals(other.scheme)
        && authority.equals(other.authority)
        && (other.path.equals(path)
            || other.path.startsWith(path.endsWith("/") ? path : path + "/"));
  }

  /** Two names of one store. */
  private static String scheme(String scheme) {
    return switch (scheme) {
      case "s3", "s3n" -> "s3a";
      case "abfss" -> "abfs";
      case "wasbs" -> "wasb";
      default -> scheme;
    };
  }

  private static java.nio.file.Path real(java.nio.file.Path path) throws IOException {
    java.nio.file.Path there = path.toAbsolutePath().normalize();
    java.nio.file.Path root = there;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(root));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.guard;

import java.io.IOException;
import java.nio.file.Files;
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
        fileSystem instanceof LocalFileSystem || fileSystem instanceof RawLocalFileSystem
            ? real(java.nio.file.Path.of(qualified.toUri().getPath())).toString()
            : qualified.toUri().getPath());
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

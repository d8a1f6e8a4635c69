// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.identity.WebAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Makes full URIs of what a manifest names; what is none is relative to its folder. */
final class ManifestPaths {
  private final @Nullable Path folder;
  private final Configuration hadoop;
  private final Map<String, FileSystem> fileSystems = new HashMap<>();

  /** What the last one began with, and the next probably does. */
  private String store = "/";

  ManifestPaths(String manifest, Configuration hadoop) {
    this.folder = path(manifest, hadoop).getParent();
    this.hadoop = hadoop;
  }

  private static Path path(String manifest, Configuration hadoop) {
    try {
      return StorageUri.path(manifest, hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A full URI.
   *
   * @throws IllegalArgumentException when the text is no URI
   * @throws IOException when there is no such storage
   */
  String qualified(String text) throws IOException {
    if (WebAddress.isWeb(text)) {
      WebAddress.requireListed(text);
      return text;
    }
    if (text.startsWith(store) && store.length() > 1 && isPlain(text, store.length() - 1)) {
      return text;
    }
    Path path = StorageUri.path(text, hadoop);
    if (!path.isAbsolute() && folder != null) {
      path = new Path(folder, path);
    }
    String key = path.toUri().getScheme() + "://" + path.toUri().getAuthority();
    FileSystem fileSystem = fileSystems.get(key);
    if (fileSystem == null) {
      fileSystem = path.getFileSystem(hadoop);
      fileSystems.put(key, fileSystem);
    }
    String qualified = fileSystem.makeQualified(path).toString();
    store = Access.store(qualified);
    return qualified;
  }

  /** Whether Hadoop would leave it as it is. */
  private static boolean isPlain(String text, int from) {
    if (text.startsWith("file:") && text.indexOf('%') >= 0) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '/') {
        int next = i + 1;
        if (next == text.length() || text.charAt(next) == '/' || text.charAt(next) == '.') {
          return false;
        }
      }
    }
    return true;
  }
}

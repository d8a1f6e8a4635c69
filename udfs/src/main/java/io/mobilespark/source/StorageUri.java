// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.storage.S3Uri;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a text means as a place in storage. Only what has a scheme and a slash behind it is a URI; a
 * colon anywhere else belongs to a name. Names are taken as they stand: a {@code %} is one, but in
 * a {@code file:} URI of what is not there under that very name and is there once it is decoded, as
 * Python's {@code as_uri()} writes it. {@code s3:} is S3A unless the cluster has something else for
 * it.
 */
public final class StorageUri {
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:/");

  private StorageUri() {}

  /** Whether a text begins with a scheme. */
  static boolean isUri(String text) {
    return SCHEME.matcher(text).find();
  }

  /**
   * The place that a text names; relative where it is.
   *
   * @throws IllegalArgumentException when it is none
   * @throws IOException when there is no such storage
   */
  public static Path path(String text, Configuration hadoop) throws IOException {
    if (!isUri(text) && !text.isEmpty() && !text.contains("://")) {
      return new Path(null, null, text);
    }
    Path path = new Path(S3Uri.byS3a(text, hadoop));
    if (text.startsWith("file:") && text.indexOf('%') >= 0) {
      Path decoded = decoded(text, path);
      if (!decoded.equals(path)
          && !path.getFileSystem(hadoop).exists(path)
          && decoded.getFileSystem(hadoop).exists(decoded)) {
        return decoded;
      }
    }
    return path;
  }

  /** A name in a folder, whatever characters it has. */
  static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }

  private static Path decoded(String text, Path literal) {
    try {
      String path = new URI(text).getPath();
      return path == null ? literal : new Path("file", null, path);
    } catch (URISyntaxException e) {
      return literal;
    }
  }
}

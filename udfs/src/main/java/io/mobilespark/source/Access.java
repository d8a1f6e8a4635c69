// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Finds out before a task runs whether a store as a whole refuses to be read.
 *
 * @param hadoop holds the credentials
 */
public record Access(Configuration hadoop) {
  /** In place of a store, where pictures are on the web. */
  public static final String WEB = "the web";

  /** Files of each store that are asked for. */
  public static final int SAMPLE = 3;

  /**
   * Asks each store for a few of its files.
   *
   * @param paths some of each store
   * @throws MobileSparkException when it denies all of them
   */
  public void check(List<String> paths) {
    Map<String, List<Path>> byStore =
        paths.stream()
            .filter(path -> !WebAddress.isWeb(path))
            .collect(
                Collectors.groupingBy(
                    Access::store,
                    LinkedHashMap::new,
                    Collectors.mapping(Path::new, Collectors.toList())));
    byStore.forEach((store, all) -> check(store, all.subList(0, Math.min(SAMPLE, all.size()))));
  }

  /** What paths of the store of this one begin with. */
  public static String store(String path) {
    URI uri = new Path(path).toUri();
    return uri.getScheme() + (uri.getAuthority() == null ? ":/" : "://" + uri.getAuthority() + "/");
  }

  private void check(String store, List<Path> sample) {
    if (store.startsWith("file:") || store.startsWith("null:")) {
      return;
    }
    IOException denied = new IOException();
    for (Path path : sample) {
      try {
        path.getFileSystem(hadoop).getFileStatus(path);
        return;
      } catch (AccessDeniedException | AccessControlException e) {
        denied = e;
      } catch (IOException e) {
        // Anything else may be of this picture alone and becomes its reason.
        return;
      }
    }
    throw new MobileSparkException(
        String.format(Locale.ROOT, "Access to %s is denied: %s", store, why(denied)), denied);
  }

  /** The first line of what a store says. */
  static String why(IOException denied) {
    return String.valueOf(denied.getMessage()).lines().findFirst().orElse("");
  }
}

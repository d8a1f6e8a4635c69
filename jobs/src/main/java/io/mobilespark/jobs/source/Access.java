package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Finds out before a task runs whether a store as a whole refuses to be read.
 *
 * @param hadoop holds the credentials
 */
record Access(Configuration hadoop) {
  private static final int SAMPLE = 3;

  /**
   * Asks each store for a few of its files.
   *
   * @throws MobileSparkException when it denies all of them
   */
  void check(List<PictureFile> files) {
    Map<String, List<Path>> byStore = new LinkedHashMap<>();
    String last = "";
    for (PictureFile file : files) {
      // Files of one store follow each other: paths are taken apart only where it changes.
      if (last.isEmpty() || !file.path().startsWith(last)) {
        Path path = new Path(file.path());
        last = path.toUri().getScheme() + "://" + path.toUri().getAuthority() + "/";
      }
      List<Path> sample = byStore.computeIfAbsent(last, store -> new ArrayList<>());
      if (sample.size() < SAMPLE) {
        sample.add(new Path(file.path()));
      }
    }
    byStore.forEach(this::check);
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

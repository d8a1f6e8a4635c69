// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A small folder in memory, so that it can be sent to executors.
 *
 * @param files content by path relative to the folder, with slashes; not written to
 */
public record PackedFolder(TreeMap<String, byte[]> files) implements Serializable {
  /** Larger models than MobileNets are refused: they would be held in memory twice. */
  private static final long MAX_BYTES = 1L << 30;

  /** Reads a local folder. */
  public static PackedFolder of(Path link) throws IOException {
    // A walk that begins at a link ends there.
    Path folder = link.toRealPath();
    TreeMap<String, byte[]> files = new TreeMap<>();
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
        if (bytes > MAX_BYTES) {
          throw new MobileSparkException(
              String.format(
                  Locale.ROOT, "The folder %s has more than %d bytes", folder, MAX_BYTES));
        }
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(path));
      }
    }
    return new PackedFolder(files);
  }

  /** The same with another content of one file; both share the others. */
  PackedFolder with(String name, byte[] content) {
    TreeMap<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, content);
    return new PackedFolder(changed);
  }

  /** SHA-256 over names and contents in the order of names, in hexadecimal digits. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        digest.update(
            (file.getKey() + "\0" + file.getValue().length + "\0")
                .getBytes(StandardCharsets.UTF_8));
        digest.update(file.getValue());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Hands a temporary copy on disk to a function and removes it afterwards.
   *
   * @throws MobileSparkException when there is no room for it
   */
  <T> T unpacked(Function<Path, T> use) {
    try {
      Path folder = Files.createTempDirectory("mobilespark-model-");
      try {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          Path path = folder.resolve(file.getKey());
          Files.createDirectories(path.resolveSibling("."));
          Files.write(path, file.getValue());
        }
        return use.apply(folder);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new MobileSparkException("The model cannot be unpacked to a temporary folder: " + e, e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

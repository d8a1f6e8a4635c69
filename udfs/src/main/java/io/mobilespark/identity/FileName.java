// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the name of a file or of a shard's member says before anybody looks into it: whether it is
 * left out where pictures are looked for. What is inside decides about everything else.
 *
 * <ul>
 *   <li>Names that begin with {@code .} are hidden, AppleDouble's {@code ._x.jpg} among them. So
 *       are those that begin with {@code _}, unless they end as pictures do: cameras write {@code
 *       _DSC0001.JPG}. Folders that begin with either are hidden.
 *   <li>Side files stand beside pictures: texts, tables, arrays, pages, and what desktops leave.
 *   <li>All others are taken for pictures.
 * </ul>
 */
public final class FileName {
  private static final Set<String> PICTURES =
      Set.of(
          "jpeg", "jpg", "jpe", "jfif", "png", "bmp", "gif", "webp", "tif", "tiff", "avif", "heic",
          "heif", "jp2", "jxl");

  private static final Set<String> BESIDE =
      Set.of(
          "txt", "json", "jsonl", "csv", "tsv", "xml", "yaml", "yml", "toml", "npy", "npz", "pkl",
          "pickle", "mat", "parquet", "orc", "arrow", "feather", "md", "html", "htm", "pdf", "cls",
          "caption", "log", "ini", "crc", "md5", "sha256", "py", "ipynb", "sh", "__url__",
          "__key__", "xmp", "aae", "thm");

  private static final Set<String> NAMED =
      Set.of(
          "thumbs.db",
          "desktop.ini",
          "__url__",
          "__key__",
          "readme",
          "license",
          "copying",
          "notice",
          "sha256sums",
          "md5sums",
          "icon\r");

  private FileName() {}

  /**
   * Why a file is left out; empty where it is taken for a picture.
   *
   * @param name the last part of its path
   */
  public static Optional<LeftOut.Reason> leftOut(String name) {
    if (name.startsWith(".")) {
      return Optional.of(LeftOut.Reason.HIDDEN);
    }
    if (isBeside(name)) {
      return Optional.of(LeftOut.Reason.SIDE_FILE);
    }
    return name.startsWith("_") && !PICTURES.contains(extension(name))
        ? Optional.of(LeftOut.Reason.HIDDEN)
        : Optional.empty();
  }

  /** Whether a folder is left out with all that is in it. */
  public static boolean isHiddenFolder(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  /** Whether a file stands beside pictures and is none. */
  public static boolean isBeside(String name) {
    return BESIDE.contains(extension(name)) || NAMED.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a name ends as pictures' do. */
  public static boolean isPicture(String name) {
    return PICTURES.contains(extension(name));
  }

  /** What stands behind the last dot, in small letters; empty without one. */
  public static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}

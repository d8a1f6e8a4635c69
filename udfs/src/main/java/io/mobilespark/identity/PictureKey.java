// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that join predictions with ground truth: the last parts of a picture's name, the file's
 * name without extension and as many of the folders before it as are asked for, case kept. The
 * usual key is one part, the file's name alone.
 *
 * <ul>
 *   <li>Parts end at {@code /} and at {@code \}, as names made on Windows have both; empty ones and
 *       {@code .} are none. A scheme is no part, the bucket or host behind it is one.
 *   <li>Of {@code shard#member} the member counts first, the shard's name is a part before it. A
 *       {@code #} parts them only behind a name that is a shard's: it ends in {@code .tar}, {@code
 *       .tar.gz} and the like, {@code .tgz}, {@code .zip}, {@code .tfrecord(s)}, {@code .parquet}
 *       or {@code -00001-of-00128}. Elsewhere it belongs to the name. A shard may lie in a shard.
 *   <li>A text that begins with a scheme of two or more letters ({@code file:/}, {@code s3a://})
 *       and is a legal URI is percent-decoded as UTF-8; {@code +} stays. Hadoop prints paths as
 *       URIs without encoding them: such a text with a space or a lone {@code %} is no legal URI
 *       and is taken as it is, and so is every text without a scheme.
 *   <li>An address on the web has no query where its path ends as pictures do; elsewhere, as in
 *       {@code /show?id=7}, the query belongs to the name.
 *   <li>Only extensions of pictures are taken off, in any case: {@code jpeg jpg jpe jfif png bmp
 *       gif webp tif tiff}. So {@code photo.v2} and {@code photo.v2.JPEG} are the same picture.
 * </ul>
 *
 * <p>A key of more parts tells apart whatever one of fewer does, and more.
 */
public final class PictureKey {
  private static final Pattern SHARD =
      Pattern.compile(
          "(?i)^.*?(\\.tar(\\.(gz|zst|bz2|xz|lz4))?|\\.t[gbx]z2?|\\.zip"
              + "|\\.tfrecords?(\\.(gz|zst|bz2|xz|lz4))?|\\.parquet|-\\d{5}-of-\\d{5})#");
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:/");
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]+");
  private static final Set<String> EXTENSIONS =
      Set.of("jpeg", "jpg", "jpe", "jfif", "png", "bmp", "gif", "webp", "tif", "tiff");

  private PictureKey() {}

  /**
   * The usual key of a path, URI or {@code shard#member}.
   *
   * @throws IllegalArgumentException when no file name is left, as in {@code "folder/"}
   */
  public static String of(String picture) {
    return find(picture, 1)
        .orElseThrow(() -> new IllegalArgumentException("no file name in '" + picture + "'"));
  }

  /**
   * The key of a path, URI or {@code shard#member}; empty when no file name is left, as in {@code
   * "folder/"}.
   *
   * @param most how many parts to take, at least 1; a name that has fewer is taken whole
   */
  public static Optional<String> find(String picture, int most) {
    List<String> parts = parts(picture);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join("/", parts.subList(Math.max(0, parts.size() - most), parts.size())));
  }

  /** How many parts a name has; 0 when no file name is left. */
  public static int length(String picture) {
    return parts(picture).size();
  }

  /** The last part of a key. */
  public static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** The name of the folder, within the shard if there is one; empty where the path has none. */
  public static String folder(String given) {
    String picture = withoutQuery(given);
    int from = 0;
    for (int start = memberStart(picture, 0); start > from; start = memberStart(picture, from)) {
      from = start;
    }
    String member = picture.substring(from);
    List<String> parts = new ArrayList<>();
    addParts(picture, SCHEME.matcher(member).replaceFirst(""), parts);
    int folder = isFolder(member) ? parts.size() - 1 : parts.size() - 2;
    return folder < 0 ? "" : parts.get(folder);
  }

  private static List<String> parts(String given) {
    String picture = withoutQuery(given);
    List<String> parts = new ArrayList<>();
    int from = 0;
    // A shard may lie in a shard.
    for (int start = memberStart(picture, 0); start > from; start = memberStart(picture, from)) {
      addParts(picture, withoutScheme(picture.substring(from, start - 1), from), parts);
      from = start;
    }
    String member = picture.substring(from);
    if (isFolder(member)) {
      return List.of();
    }
    addParts(picture, withoutScheme(member, from), parts);
    if (!parts.isEmpty()) {
      parts.add(withoutExtension(parts.remove(parts.size() - 1)));
    }
    return parts;
  }

  /** Where the path of an address names a picture, its query says how it is to be sent. */
  private static String withoutQuery(String picture) {
    if (!WebAddress.isWeb(picture)) {
      return picture;
    }
    String path = WebAddress.path(picture);
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT)) ? path : picture;
  }

  private static boolean isFolder(String member) {
    return member.isEmpty() || member.endsWith("/") || member.endsWith("\\");
  }

  /** Parts before they are decoded, so that a slash that was encoded stays in its name. */
  private static void addParts(String picture, String path, List<String> parts) {
    for (String part : SEPARATOR.split(path, -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(decoded(picture, part));
      }
    }
  }

  private static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
        ? name.substring(0, dot)
        : name;
  }

  private static String withoutScheme(String text, int from) {
    return from == 0 ? SCHEME.matcher(text).replaceFirst("") : text;
  }

  /**
   * Where the member of a shard begins, the shard's name at an offset; the offset if it is none.
   */
  private static int memberStart(String picture, int from) {
    if (picture.indexOf('#', from) < 0) {
      return from;
    }
    Matcher shard = SHARD.matcher(picture).region(from, picture.length());
    return shard.find() ? shard.end() : from;
  }

  private static String decoded(String picture, String part) {
    boolean encoded =
        part.indexOf('%') >= 0 && SCHEME.matcher(picture).find() && isLegalUri(picture);
    return encoded ? URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8) : part;
  }

  private static boolean isLegalUri(String text) {
    try {
      return new URI(text).getScheme() != null;
    } catch (URISyntaxException notEncoded) {
      return false;
    }
  }
}

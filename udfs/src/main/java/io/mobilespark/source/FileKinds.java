// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.FileName;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.shards.ShardReader;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.Shard;
import io.mobilespark.storage.StoredTar;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Tells shards from pictures: by their names, and TFRecords of any name by their first bytes, one
 * file for all that are called alike.
 *
 * @param kind what the files are, or {@link SourceKind#AUTO}
 * @param rules what members of shards mean
 * @param records what names of TFRecords have in common that do not say so
 */
public record FileKinds(SourceKind kind, ShardRules rules, Set<String> records) implements Serializable {
  /** Kinds of names that are looked into. */
  public static final int MOST_LOOKED_INTO = 64;

  private static final Pattern TAR =
      Pattern.compile("(?i)\\.(tar(\\.(gz|zst|bz2|xz|lz4))?|tgz|tbz2?|txz)$");

  private static final Pattern ZIP = Pattern.compile("(?i)\\.zip$");

  private static final Set<SourceKind> SHARDS = Set.of(SourceKind.TAR, SourceKind.ZIP, SourceKind.TFRECORD);

  private static final Pattern TFRECORD =
      Pattern.compile("(?i)\\.tfrecords?(-\\d{5}-of-\\d{5})?(\\.(gz|zst|bz2|xz|lz4))?$");

  /** One of several files of one data set, as TensorFlow names them. */
  private static final Pattern SHARDED = Pattern.compile("^(.*)-\\d{5}-of-(\\d{5})$");

  /** Copies the set. */
  public FileKinds {
    records = Set.copyOf(records);
  }

  /** Kinds before any file was looked into. */
  public static FileKinds of(SourceKind kind, ShardRules rules) {
    return new FileKinds(kind, rules, Set.of());
  }

  /** A file of known length as what it is; of an unknown one a shard cannot be read. */
  public SourcePart part(PictureFile file) {
    return switch (kindOf(file.path())) {
      case TAR -> new ShardPart(new Shard.Tar(file.path(), file.length(), rules));
      case ZIP ->
          file.length() == ObjectSplit.UNKNOWN
              ? file
              : new ShardPart(new Shard.Zip(file.path(), file.length(), rules));
      case TFRECORD ->
          file.length() == ObjectSplit.UNKNOWN
              ? file
              : new ShardPart(new Shard.TfRecord(file.path(), file.length(), rules.features()));
      case TABLE, NAMED_TABLE -> new TablePart(file.path(), file.length());
      default -> file;
    };
  }

  /** What a file is by its name. */
  public SourceKind kindOf(String file) {
    String path = WebAddress.path(file);
    if (kind != SourceKind.AUTO && kind != SourceKind.MANIFEST) {
      return kind;
    }
    if (TAR.matcher(path).find()) {
      return SourceKind.TAR;
    }
    if (ZIP.matcher(path).find()) {
      return SourceKind.ZIP;
    }
    return TFRECORD.matcher(path).find() || (!records.isEmpty() && records.contains(alike(path)))
        ? SourceKind.TFRECORD
        : SourceKind.IMAGES;
  }

  /** A file with its length, which a shard's reader has to know. */
  public PictureFile known(PictureFile file, Configuration hadoop) {
    if (!isShard(file.path())) {
      return file;
    }
    if (WebAddress.isWeb(file.path())) {
      throw new MobileSparkException(
          "The shard "
              + WebAddress.key(file.path())
              + " is on the web, from where pictures are read one by one: copy it into storage");
    }
    if (file.length() != ObjectSplit.UNKNOWN) {
      return file;
    }
    Path path = new Path(file.path());
    try {
      FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
      return new PictureFile(file.path(), status.getLen(), status.getModificationTime());
    } catch (IOException e) {
      throw new MobileSparkException("The shard " + path + " cannot be read: " + e, e);
    }
  }

  private boolean isShard(String path) {
    return SHARDS.contains(kindOf(path));
  }

  /** Whether a file's name says that it is of a table. */
  public static boolean isTable(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".parquet") || name.endsWith(".orc");
  }

  /** Whether a file stands beside pictures and is to be none. */
  public boolean isBeside(String path) {
    return !rules.allFiles() && FileName.isBeside(name(path));
  }

  /** Whether only its first bytes tell what a file is. */
  public boolean isUnsure(String path) {
    return (kind == SourceKind.AUTO || kind == SourceKind.MANIFEST)
        && !WebAddress.isWeb(path)
        && !FileName.isPicture(name(path))
        && kindOf(path) == SourceKind.IMAGES
        && !isTable(path);
  }

  /** The first of each kind of names that do not tell what the files are, bounded. */
  public Map<String, PictureFile> unsure(Collection<PictureFile> files) {
    TreeMap<String, PictureFile> first = new TreeMap<>();
    for (PictureFile file : files) {
      if (isUnsure(file.path())) {
        first.merge(alike(file.path()), file, (a, b) -> a.path().compareTo(b.path()) <= 0 ? a : b);
        if (first.size() > MOST_LOOKED_INTO) {
          first.pollLastEntry();
        }
      }
    }
    return first;
  }

  /** These kinds, once files have been looked into that stand for those called alike. */
  public FileKinds lookingInto(Map<String, PictureFile> files, Configuration hadoop) {
    Set<String> found = new TreeSet<>(records);
    files.forEach(
        (alike, file) -> {
          try (StoredTar bytes = StoredTar.of(file.path(), length(file, hadoop), hadoop)) {
            if (ShardReader.isTfRecord(bytes)) {
              found.add(alike);
            }
          } catch (IOException e) {
            // What cannot be read is said where it is read.
          }
        });
    return new FileKinds(kind, rules, found);
  }

  private static long length(PictureFile file, Configuration hadoop) throws IOException {
    if (file.length() != ObjectSplit.UNKNOWN) {
      return file.length();
    }
    Path path = new Path(file.path());
    return path.getFileSystem(hadoop).getFileStatus(path).getLen();
  }

  /** What files of one kind have in common: the folder, and the begin or the end of the name. */
  public static String alike(String path) {
    String name = name(path);
    String folder = path.substring(0, path.length() - name.length());
    Matcher sharded = SHARDED.matcher(name);
    if (sharded.matches()) {
      return folder + sharded.group(1) + "-of-" + sharded.group(2);
    }
    String extension = FileName.extension(name);
    return folder + (extension.length() < name.length() ? "*." + extension : "*");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /** What of these a run's list depends on besides its kind; a phrase each. */
  public List<String> phrases() {
    return ShardRules.DEFAULT.equals(rules) ? List.of() : List.of("read by the rules " + rules);
  }
}

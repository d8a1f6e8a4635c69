// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FileKinds;
import io.mobilespark.source.Access;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.ManifestLines;
import io.mobilespark.source.ShardPart;
import io.mobilespark.source.SourcePart;
import io.mobilespark.identity.InputDigest;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.storage.ObjectSplit;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One file of a list, as whoever wrote it has seen it.
 *
 * @param name below the list's folder
 * @param rows that it holds
 * @param pictures that these probably hold
 * @param unknown how many have no length
 * @param tables how many are files of tables by their names
 * @param first key in it; empty where there is none
 * @param sum of the digests
 * @param shards the first of them, as far as somebody may want to cut them
 * @param allShards how many there are
 * @param unsure files that stand for those called alike, of which only the first bytes tell what
 *     they are
 * @param stores some files of each store
 * @param twice the first path that came more than once
 * @param noUri the first text that is no path, which is not in the file
 */
record WrittenList(
    String name,
    long rows,
    long pictures,
    long unknown,
    long tables,
    String first,
    BigInteger sum,
    List<PictureFile> shards,
    long allShards,
    Map<String, PictureFile> unsure,
    Map<String, List<String>> stores,
    List<String> twice,
    List<String> noUri)
    implements Serializable {
  private static final int MOST_STORES = 32;

  /**
   * Writes files that come sorted by key, each once.
   *
   * @param kinds tells what each of them is
   * @param mostShards how many of them are told of
   */
  static WrittenList write(
      Iterator<PictureFile> sorted,
      Path file,
      Configuration hadoop,
      FileKinds kinds,
      int mostShards)
      throws IOException {
    Tally tally = new Tally(kinds, mostShards);
    try (ListFileWriter writer = new ListFileWriter(file, hadoop)) {
      while (sorted.hasNext()) {
        PictureFile next = sorted.next();
        if (tally.add(next)) {
          writer.add(next);
        }
      }
    }
    return tally.written(file.getName());
  }

  private static final class Tally {
    private final FileKinds kinds;
    private final int mostShards;
    private final InputDigest digest = new InputDigest();
    private final List<PictureFile> shards = new ArrayList<>();
    private final Map<String, List<String>> stores = new LinkedHashMap<>();
    private final Map<String, PictureFile> unsure = new LinkedHashMap<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> noUri = new ArrayList<>();
    private String first = "";
    private String last = "";
    private String store = "";
    private long rows;
    private long pictures;
    private long unknown;
    private long tables;
    private long allShards;

    private Tally(FileKinds kinds, int mostShards) {
      this.kinds = kinds;
      this.mostShards = mostShards;
    }

    /** Whether it is new. */
    private boolean add(PictureFile file) {
      if (file.length() == ManifestLines.NO_URI) {
        if (noUri.isEmpty()) {
          noUri.add(file.path());
        }
        return false;
      }
      // Signed anew, a picture is the same.
      String key = WebAddress.key(file.path());
      if (rows > 0 && key.equals(last)) {
        if (twice.isEmpty()) {
          twice.add(last);
        }
        return false;
      }
      first = rows == 0 ? key : first;
      last = key;
      rows++;
      unknown += file.length() == ObjectSplit.UNKNOWN ? 1 : 0;
      tables += FileKinds.isTable(file.path()) ? 1 : 0;
      digest.add(key, file.length());
      SourcePart part = kinds.part(file);
      pictures += part.expectedPictures();
      if (part instanceof ShardPart) {
        allShards++;
        if (shards.size() < mostShards) {
          shards.add(file);
        }
      }
      if (unsure.size() < FileKinds.MOST_LOOKED_INTO && kinds.isUnsure(file.path())) {
        unsure.putIfAbsent(FileKinds.alike(file.path()), file);
      }
      sample(file.path());
      return true;
    }

    private void sample(String path) {
      if (WebAddress.isWeb(path)) {
        // Each host answers for itself: one address tells that there are some.
        stores.putIfAbsent(Access.WEB, List.of(WebAddress.key(path)));
        return;
      }
      // Files of one store follow each other: paths are taken apart only where it changes.
      if (store.isEmpty() || !path.startsWith(store)) {
        store = Access.store(path);
      }
      List<String> sample = stores.get(store);
      if (sample == null && stores.size() < MOST_STORES) {
        sample = new ArrayList<>();
        stores.put(store, sample);
      }
      if (sample != null && sample.size() < Access.SAMPLE) {
        sample.add(path);
      }
    }

    private WrittenList written(String name) {
      return new WrittenList(
          name,
          rows,
          pictures,
          unknown,
          tables,
          first,
          digest.sum(),
          shards,
          allShards,
          unsure,
          stores,
          twice,
          noUri);
    }
  }
}

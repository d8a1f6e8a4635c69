// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.shards.TarRange;
import io.mobilespark.storage.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What was found, as what it is: loose pictures and shards in the order of their keys, each once.
 *
 * @param pictures the loose ones
 * @param shards whole ones, and parts of large tars where there are few
 * @param modifiedMillis of shards, by their paths, as listed
 * @param leftOut names that are no pictures
 */
public record FoundParts(
    List<PictureFile> pictures,
    List<ShardPart> shards,
    Map<String, Long> modifiedMillis,
    LeftOut leftOut) {
  private static final int SAMPLED_STORES = 32;

  /** Copies the collections. */
  public FoundParts {
    pictures = List.copyOf(pictures);
    shards = List.copyOf(shards);
    modifiedMillis = Map.copyOf(modifiedMillis);
  }

  /**
   * Lists folders, globs and files, here and now.
   *
   * @param cores tasks that will read at once
   * @throws MobileSparkException when an input is not there, holds no picture or cannot be read
   */
  public static FoundParts list(
      List<String> inputs, FileKinds kinds, Configuration hadoop, int cores) {
    PictureListing listing = new PictureListing(hadoop);
    List<PictureFile> files = listing.list(inputs, kinds.rules().allFiles());
    return of(files, listing.leftOut(), kinds, hadoop, cores);
  }

  /**
   * Files that are known, in any order.
   *
   * @throws MobileSparkException when a store as a whole refuses to be read
   */
  public static FoundParts of(
      List<PictureFile> files,
      LeftOut leftOut,
      FileKinds kinds,
      Configuration hadoop,
      int cores) {
    FileKinds told = kinds.lookingInto(kinds.unsure(files), hadoop);
    List<PictureFile> known = files.stream().map(file -> told.known(file, hadoop)).toList();
    new Access(hadoop).check(sample(known));
    List<PictureFile> pictures = new ArrayList<>();
    List<PictureFile> shards = new ArrayList<>();
    String last = "";
    for (Iterator<PictureFile> sorted = PathOrder.byKey(known); sorted.hasNext(); ) {
      PictureFile file = sorted.next();
      String key = WebAddress.key(file.path());
      if (!key.equals(last)) {
        (told.part(file) instanceof ShardPart ? shards : pictures).add(file);
      }
      last = key;
    }
    ShardFiles large = new ShardFiles(hadoop, cores);
    Map<String, List<TarRange>> cuts =
        shards.size() > large.few() ? Map.of() : large.cuts(shards, told);
    List<ShardPart> parts = new ArrayList<>();
    Map<String, Long> modified = new HashMap<>();
    for (PictureFile shard : shards) {
      modified.put(shard.path(), shard.modifiedMillis());
      List<TarRange> ranges = cuts.getOrDefault(shard.path(), List.of());
      for (TarRange range : ranges) {
        parts.add(new ShardPart(new Shard.TarPart(shard.path(), range, told.rules())));
      }
      if (ranges.isEmpty() && told.part(shard) instanceof ShardPart whole) {
        parts.add(whole);
      }
    }
    return new FoundParts(pictures, parts, modified, leftOut);
  }

  /** A few files of each store. */
  private static List<String> sample(List<PictureFile> files) {
    Map<String, List<String>> sample = new LinkedHashMap<>();
    String store = "";
    for (PictureFile file : files) {
      if (WebAddress.isWeb(file.path())) {
        continue;
      }
      // Files of one store follow each other: paths are taken apart only where it changes.
      if (store.isEmpty() || !file.path().startsWith(store)) {
        store = Access.store(file.path());
      }
      List<String> some = sample.get(store);
      if (some == null && sample.size() < SAMPLED_STORES) {
        some = new ArrayList<>();
        sample.put(store, some);
      }
      if (some != null && some.size() < Access.SAMPLE) {
        some.add(file.path());
      }
    }
    return sample.values().stream().flatMap(List::stream).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.outputs.StateFiles;
import io.mobilespark.outputs.StoreKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a run packed, written last, as {@code _mobilespark/pack.json}: shards without it are of a
 * run that did not end.
 *
 * @param format of the shards, in small letters
 * @param labels whether labels were kept
 * @param pictures in all shards
 * @param bytes of these pictures
 * @param shards in the order of their names
 * @param refused pictures that are in no shard
 * @param leftOut names that were left out of what was read
 */
public record PackManifest(
    String format,
    boolean labels,
    long pictures,
    long bytes,
    List<PackedShard> shards,
    List<Refusal> refused,
    LeftOut leftOut) {
  /** Copies the lists. */
  public PackManifest {
    shards = List.copyOf(shards);
    refused = List.copyOf(refused);
  }

  /** What tasks wrote, with its totals. */
  static PackManifest of(PackSettings settings, List<PackedShard> written, LeftOut leftOut) {
    return new PackManifest(
        settings.format().name().toLowerCase(Locale.ROOT),
        settings.keepLabel(),
        written.stream().mapToLong(PackedShard::pictures).sum(),
        written.stream().mapToLong(PackedShard::bytes).sum(),
        written.stream().filter(shard -> shard.pictures() > 0).toList(),
        written.stream().flatMap(shard -> shard.refused().stream()).toList(),
        leftOut);
  }

  /** Where the manifest of a folder of shards lies. */
  public static Path below(Path folder) {
    return new Path(new Path(folder, "_mobilespark"), "pack.json");
  }

  void write(FileSystem fileSystem, Path folder) throws IOException {
    new StateFiles(fileSystem, StoreKind.of(fileSystem, folder)).write(below(folder), this);
  }
}

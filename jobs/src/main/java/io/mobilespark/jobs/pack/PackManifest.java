package io.mobilespark.jobs.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
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
 */
public record PackManifest(
    String format,
    boolean labels,
    long pictures,
    long bytes,
    List<PackedShard> shards,
    List<Refusal> refused) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the lists. */
  public PackManifest {
    shards = List.copyOf(shards);
    refused = List.copyOf(refused);
  }

  /** What tasks wrote, with its totals. */
  static PackManifest of(PackSettings settings, List<PackedShard> written) {
    return new PackManifest(
        settings.format().name().toLowerCase(Locale.ROOT),
        settings.keepLabel(),
        written.stream().mapToLong(PackedShard::pictures).sum(),
        written.stream().mapToLong(PackedShard::bytes).sum(),
        written.stream().filter(shard -> shard.pictures() > 0).toList(),
        written.stream().flatMap(shard -> shard.refused().stream()).toList());
  }

  /** Where the manifest of a folder of shards lies. */
  public static Path below(Path folder) {
    return new Path(new Path(folder, "_mobilespark"), "pack.json");
  }

  void write(FileSystem fileSystem, Path folder) throws IOException {
    try (OutputStream out = fileSystem.create(below(folder), true)) {
      out.write(JSON.writeValueAsBytes(this));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.shards.ShardWriter;
import io.mobilespark.shards.TarShardWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Drawings without the lists beside them, in other sources; each carries its folder's name as its
 * label, and lies in no folder.
 *
 * @param pictures loose ones
 */
record PackedDrawings(List<Path> pictures) {
  static PackedDrawings of(Drawings drawings) throws IOException {
    try (Stream<Path> files = Files.walk(drawings.set().folder(), 2)) {
      return new PackedDrawings(
          files
              .filter(Files::isRegularFile)
              .filter(file -> !drawings.set().folder().equals(file.getParent()))
              .sorted()
              .toList());
    }
  }

  static String label(Path picture) {
    return picture.getName(picture.getNameCount() - 2).toString();
  }

  /** One tar, each picture followed by its {@code .cls}. */
  void tar(Path shard) throws IOException {
    try (ShardWriter writer = new TarShardWriter(Files.newOutputStream(shard))) {
      for (Path picture : pictures) {
        writer.add(
            String.valueOf(picture.getFileName()),
            Files.readAllBytes(picture),
            Optional.of(label(picture)));
      }
    }
  }

  /** Parquet with the columns path, content and motif. */
  void table(Path table) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path picture : pictures) {
      rows.add(
          RowFactory.create(
              String.valueOf(picture.getFileName()), Files.readAllBytes(picture), label(picture)));
    }
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      spark
          .createDataFrame(rows, StructType.fromDDL("path STRING, content BINARY, motif STRING"))
          .repartition(3)
          .write()
          .parquet(table.toString());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardWriter;
import io.mobilespark.shards.TarShardWriter;
import io.mobilespark.shards.TfRecordShardWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same pictures, wherever they come from, give the same rows. */
class SourcesIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static List<Path> pictures;

  @SuppressWarnings("NullAway.Init")
  private static Labelled loose;

  @BeforeAll
  static void draw() throws IOException {
    drawings = Drawings.below(folder, 40, 5);
    try (var files = Files.walk(drawings.set().folder())) {
      // Lists of labels are side files, wherever they lie.
      pictures =
          files
              .filter(file -> Files.isRegularFile(file) && isPicture(file.toString()))
              .sorted()
              .toList();
    }
    CommandRun run = run("loose", "--input", drawings.input());
    assertThat(run.exitCode()).as(run.err()).isZero();
    loose = Labelled.of(folder.resolve("loose"));
    assertThat(loose.rows()).hasSize(drawings.files());
    assertThat(loose.rows().values()).anyMatch(row -> row.error().equals("TRUNCATED"));
    assertThat(loose.labels().values()).contains("checkerboard", "ring", "broken");
  }

  @Test
  void aManifestGivesTheSameRows() throws IOException {
    Path text = folder.resolve("manifest.txt");
    List<String> lines = new ArrayList<>();
    for (Path picture : pictures) {
      lines.add("file:" + picture + (lines.size() % 2 == 0 ? "" : "\t" + Files.size(picture)));
    }
    Files.write(text, lines);
    assertSame(loose, "manifest", "--manifest", text.toString());
    lines.add(lines.get(3));
    Files.write(text, lines);
    CommandRun twice = run("twice", "--manifest", text.toString());
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(twice.complaints().get(0))
        .contains("names file:" + pictures.get(3) + " twice, in lines 4 and 46");
  }

  @Test
  void tarsGiveTheSameRows() throws IOException {
    Path shards = Files.createDirectories(folder.resolve("tars"));
    List<Path> members = pictures;
    int third = members.size() / 3;
    tar(shards.resolve("a.tar"), members.subList(0, third), Packing.NONE);
    tar(shards.resolve("b.tar.gz"), members.subList(third, 2 * third), Packing.GZIP);
    tar(shards.resolve("c.tar.zst"), members.subList(2 * third, members.size()), Packing.ZSTD);
    assertSame(loose, "of-tars", "--input", shards.toString());
  }

  @Test
  void zipsGiveTheSameRows() throws IOException {
    Path zip = folder.resolve("all.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Path picture : pictures) {
        String stem = picture.getFileName().toString().replaceAll("[.].*", "");
        out.putNextEntry(new ZipEntry("all/" + stem + ".cls"));
        String label = picture.getName(picture.getNameCount() - 2).toString();
        out.write(label.getBytes(StandardCharsets.UTF_8));
        out.putNextEntry(new ZipEntry("all/" + picture.getFileName()));
        out.write(Files.readAllBytes(picture));
        out.closeEntry();
      }
    }
    assertSame(loose, "of-zip", "--input", zip.toString());
  }

  @Test
  void tfRecordsGiveTheSameRows() throws IOException {
    Path shard = folder.resolve("all.tfrecord");
    try (OutputStream out = Files.newOutputStream(shard);
        ShardWriter writer = new TfRecordShardWriter(out, ExampleFeatures.DEFAULT)) {
      write(writer, pictures);
    }
    assertSame(loose, "tfrecord", "--input", shard.toString());
  }

  @Test
  void aTableGivesTheSameRows() throws IOException {
    Path table = folder.resolve("binary");
    Path orc = folder.resolve("binary-orc");
    Path other = folder.resolve("without-content");
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      // Spark's own binaryFile leaves empty files out.
      List<Row> rows = new ArrayList<>();
      for (Path picture : pictures) {
        String label = picture.getName(picture.getNameCount() - 2).toString();
        byte[] content = Files.readAllBytes(picture);
        rows.add(RowFactory.create("file:" + picture, content, (long) content.length, label));
      }
      Dataset<Row> files =
          spark
              .createDataFrame(
                  rows,
                  StructType.fromDDL("path STRING, content BINARY, length BIGINT, folder STRING"))
              .repartition(3);
      files.write().parquet(table.toString());
      files.write().orc(orc.toString());
      files.select(files.col("path").as("p q"), files.col("length")).write().orc(other.toString());
    }
    assertSame(loose, "of-table", "--input", table.toString(), "--label-column", "folder");
    assertSame(loose, "of-orc", "--input", orc.toString(), "--label-column", "folder");
    // As Delta's and Iceberg's are read: by a format's name, and by the catalog's.
    assertSame(
        loose,
        "of-format",
        "--source",
        "table",
        "--table-format",
        "orc",
        "--input",
        orc.toString(),
        "--label-column",
        "folder");
    String name = "orc.`" + orc + "`";
    // A file is the least that is committed at once.
    String[] named = {"--table", name, "--label-column", "folder", "--unit-pictures", "1"};
    assertSame(loose, "of-name", named);
    assertThat(run("of-other", "--input", other.toString()).complaints())
        .singleElement()
        .asString()
        .endsWith(
            "without-content has no column content; it has p q string, length bigint;"
                + " --content-column names another");
    assertThat(
            run(
                    "kind",
                    "--input",
                    other.toString(),
                    "--content-column",
                    "length",
                    "--key-column",
                    "p q")
                .complaints()
                .get(0))
        .contains("holds bigint, not pictures as binary");
  }

  @Test
  void aBrokenShardLosesOnlyWhatIsBroken() throws IOException {
    Path shards = Files.createDirectories(folder.resolve("broken"));
    List<Path> members = pictures;
    tar(shards.resolve("good.tar"), members.subList(0, 20), Packing.NONE);
    tar(shards.resolve("cut.tar"), members.subList(20, 40), Packing.NONE);
    byte[] whole = Files.readAllBytes(shards.resolve("cut.tar"));
    Files.write(shards.resolve("cut.tar"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(shards.resolve("empty.tar"), new byte[0]);
    CommandRun run = run("rest", "--input", shards.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Labelled rest = Labelled.of(folder.resolve("rest"));
    assertThat(rest.rows().keySet().stream().filter(loose.rows()::containsKey).count())
        .isBetween(23L, 38L);
    assertThat(rest.rows().values())
        .anyMatch(row -> row.error().equals("EMPTY") && row.errorDetail().contains("shard"))
        .anyMatch(row -> row.error().equals("TRUNCATED") && row.errorDetail().contains("at byte"));
  }

  @Test
  void onlyMembersThatTheTableLacksAreAdded() throws IOException {
    Path shards = Files.createDirectories(folder.resolve("growing"));
    List<Path> members = pictures;
    tar(shards.resolve("a.tar"), members.subList(0, 20), Packing.NONE);
    Path table = folder.resolve("grown");
    assertThat(run("grown", "--input", shards.toString(), "--append").exitCode()).isZero();
    List<Path> first = PredictedRow.files(table);

    tar(shards.resolve("a.tar"), members.subList(0, 30), Packing.NONE);
    tar(shards.resolve("b.tar.gz"), members.subList(30, members.size()), Packing.GZIP);
    CommandRun added = run("grown", "--input", shards.toString(), "--append");
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(PredictedRow.byName(table).keySet()).isEqualTo(loose.rows().keySet());
    assertThat(PredictedRow.files(table)).containsAll(first);
    JsonNode runs =
        new ObjectMapper().readTree(table.resolve("_mobilespark/run.json").toFile()).get("runs");
    assertThat(runs.findValuesAsText("pictures")).containsExactly("20", members.size() - 20 + "");

    List<Path> files = PredictedRow.files(table);
    CommandRun nothing = run("grown", "--input", shards.toString(), "--append");
    assertThat(nothing.exitCode()).as(nothing.err()).isZero();
    assertThat(nothing.out()).contains("nothing to do", "Pictures    " + members.size());
    assertThat(PredictedRow.files(table)).isEqualTo(files);
    Leftovers.assertNone(folder);
  }

  private static void assertSame(Labelled labelled, String output, String... options)
      throws IOException {
    CommandRun run = run(output, options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Labelled other = Labelled.of(folder.resolve(output));
    assertThat(other.rows().keySet()).isEqualTo(labelled.rows().keySet());
    labelled
        .rows()
        .forEach((name, row) -> row.assertLike(other.rows().getOrDefault(name, PredictedRow.NONE)));
    assertThat(other.labels()).isEqualTo(labelled.labels());
  }

  private static CommandRun run(String output, String... options) {
    List<String> command = drawings.command("none", folder.resolve(output), options);
    command.subList(1, 3).clear();
    command.add("--keep-label");
    return CommandRun.of(command);
  }

  /** A table's rows and labels by file name. */
  private record Labelled(Map<String, PredictedRow> rows, Map<String, String> labels) {
    static Labelled of(Path table) throws IOException {
      Map<String, String> labels = new TreeMap<>();
      try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
        spark
            .read()
            .parquet(table.toString())
            .select("path", "source_label")
            .collectAsList()
            .forEach(row -> labels.put(name(row.getString(0)), String.valueOf(row.getString(1))));
      }
      return new Labelled(PredictedRow.byName(table), labels);
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  private static boolean isPicture(String name) {
    return !name.endsWith(".txt") && !name.endsWith(".csv");
  }

  private enum Packing {
    NONE,
    GZIP,
    ZSTD;

    OutputStream around(OutputStream file) throws IOException {
      return switch (this) {
        case NONE -> file;
        case GZIP -> new GZIPOutputStream(file);
        case ZSTD -> new ZstdOutputStream(file);
      };
    }
  }

  private static void tar(Path shard, List<Path> members, Packing packing) throws IOException {
    try (OutputStream file = Files.newOutputStream(shard);
        OutputStream out = packing.around(file);
        ShardWriter writer = new TarShardWriter(out)) {
      write(writer, members);
    }
  }

  private static void write(ShardWriter writer, List<Path> members) throws IOException {
    for (Path member : members) {
      String label = member.getName(member.getNameCount() - 2).toString();
      writer.add(
          label + "/" + member.getFileName(), Files.readAllBytes(member), Optional.of(label));
    }
  }
}

package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardWriter;
import io.mobilespark.shards.TarShardWriter;
import io.mobilespark.shards.TfRecordShardWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
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
  private static Map<String, List<String>> loose;

  @BeforeAll
  static void draw() throws IOException {
    drawings = Drawings.below(folder, 40, 5);
    try (var files = Files.walk(drawings.set().folder())) {
      pictures = files.filter(Files::isRegularFile).sorted().toList();
    }
    loose = label("loose", "--input", drawings.input());
    assertThat(loose).hasSize(drawings.files());
    assertThat(loose.values()).anyMatch(row -> row.toString().contains("TRUNCATED"));
  }

  @Test
  void aManifestGivesTheSameRows() throws IOException {
    Path text = folder.resolve("manifest.txt");
    List<String> lines = new ArrayList<>();
    for (Path picture : pictures) {
      lines.add("file:" + picture + (lines.size() % 2 == 0 ? "" : "\t" + Files.size(picture)));
    }
    Files.write(text, lines);
    assertThat(label("manifest", "--manifest", text.toString())).isEqualTo(loose);
    lines.add(lines.get(3));
    Files.write(text, lines);
    CommandRun twice = run("twice", "--manifest", text.toString());
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(twice.complaints().get(0))
        .contains("names file:" + pictures.get(3) + " twice, in lines 4 and 48");
  }

  @Test
  void tarsGiveTheSameRows() throws IOException {
    Path shards = Files.createDirectories(folder.resolve("tars"));
    int half = pictures.size() / 2;
    tar(shards.resolve("a.tar"), pictures.subList(0, half), false);
    tar(shards.resolve("b.tar.gz"), pictures.subList(half, pictures.size()), true);
    assertThat(label("tars", "--input", shards.toString())).isEqualTo(loose);
  }

  @Test
  void tfRecordsGiveTheSameRows() throws IOException {
    Path shard = folder.resolve("all.tfrecord");
    try (OutputStream out = Files.newOutputStream(shard);
        ShardWriter writer = new TfRecordShardWriter(out, ExampleFeatures.DEFAULT)) {
      write(writer, pictures);
    }
    assertThat(label("tfrecord", "--input", shard.toString())).isEqualTo(loose);
  }

  @Test
  void aTableGivesTheSameRows() throws IOException {
    Path table = folder.resolve("binary");
    Path other = folder.resolve("other");
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      Dataset<Row> files =
          spark
              .read()
              .format("binaryFile")
              .option("recursiveFileLookup", "true")
              .load(drawings.input())
              .repartition(3)
              .withColumn(
                  "folder", functions.element_at(functions.split(functions.col("path"), "/"), -2));
      files.write().parquet(table.toString());
      files
          .select(functions.col("path").as("p q"), functions.col("length"))
          .write()
          .orc(other.toString());
    }
    assertThat(label("table", "--input", table.toString(), "--label-column", "folder"))
        .isEqualTo(loose);
    assertThat(run("other", "--input", other.toString()).complaints())
        .containsExactly("The table " + other + " has no column content; it has p q, length");
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
    tar(shards.resolve("good.tar"), pictures.subList(0, 20), false);
    tar(shards.resolve("cut.tar"), pictures.subList(20, 40), false);
    byte[] whole = Files.readAllBytes(shards.resolve("cut.tar"));
    Files.write(shards.resolve("cut.tar"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.write(shards.resolve("empty.tar"), new byte[0]);
    CommandRun run = run("broken-out", "--input", shards.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, List<String>> rows = rows(folder.resolve("broken-out"));
    long members = rows.keySet().stream().filter(loose::containsKey).count();
    assertThat(members).isBetween(23L, 38L);
    assertThat(rows.values().stream().map(Object::toString))
        .anyMatch(row -> row.contains("EMPTY, the shard"));
    assertThat(rows.values().stream().map(Object::toString))
        .anyMatch(row -> row.contains("at byte"));
  }

  private static Map<String, List<String>> label(String output, String... options)
      throws IOException {
    CommandRun run = run(output, options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return rows(folder.resolve(output));
  }

  private static CommandRun run(String output, String... options) {
    List<String> command = drawings.command("none", folder.resolve(output), options);
    command.subList(1, 3).clear();
    command.add("--keep-label");
    return CommandRun.of(command);
  }

  /** Rows by file name, all of each but its key, as text. */
  private static Map<String, List<String>> rows(Path table) throws IOException {
    Map<String, List<String>> rows = new HashMap<>();
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      for (Row row : spark.read().parquet(table.toString()).collectAsList()) {
        String path = row.getString(0);
        List<String> cells = new ArrayList<>();
        for (int i = 1; i < row.length(); i++) {
          cells.add(String.valueOf(row.get(i)));
        }
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('#')) + 1);
        assertThat(rows.put(name, cells)).isNull();
      }
    }
    return rows;
  }

  private static void tar(Path shard, List<Path> members, boolean packed) throws IOException {
    try (OutputStream file = Files.newOutputStream(shard);
        OutputStream out = packed ? new GZIPOutputStream(file) : file;
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

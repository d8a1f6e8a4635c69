// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.jobs.pack.ObjectFileSystem;
import io.mobilespark.source.PictureListing;
import io.mobilespark.jobs.testbed.PiecemealFileSystem;
import io.mobilespark.shards.ShardEntry;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.ShardReader;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loose pictures in, shards out. */
class PackIT {
  @TempDir private Path folder;

  private final SortedMap<String, byte[]> pictures = new TreeMap<>();

  @SuppressWarnings("NullAway.Init")
  private Path input;

  @SuppressWarnings("NullAway.Init")
  private Path results;

  @BeforeEach
  void fill() throws IOException {
    input = Files.createDirectories(folder.resolve("in put#ü"));
    results = Files.createDirectories(folder.resolve("results"));
    Random random = new Random(11);
    for (int i = 0; i < 40; i++) {
      byte[] content = new byte[i == 7 ? 0 : 60_000 + random.nextInt(80_000)];
      random.nextBytes(content);
      String name = String.format(Locale.ROOT, "%s/p %d.JPEG", i % 2 == 0 ? "n01" : "n02", i);
      Files.createDirectories(input.resolve(name).getParent());
      Files.write(input.resolve(name), content);
      pictures.put(name, content);
    }
  }

  @Test
  void aTarHoldsEveryPictureOnceWithItsLabel() throws Exception {
    CommandRun run = pack("tar", "--keep-label");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Pictures    40", "read back", "results/tar");
    Path output = results.resolve("tar");
    List<String> shards = names(output);
    assertThat(shards).hasSizeBetween(4, 6).first().isEqualTo("shard-000000.tar");
    JsonNode manifest = manifest(output);
    assertThat(manifest.get("pictures").asInt()).isEqualTo(40);
    assertThat(manifest.get("bytes").asLong())
        .isEqualTo(pictures.values().stream().mapToLong(content -> content.length).sum());
    List<String> found = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      JsonNode told = manifest.get("shards").get(i);
      assertThat(told.get("file").asText()).isEqualTo(shards.get(i));
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (ShardEntry.Member member : members(output.resolve(shards.get(i)))) {
        assertThat(member.content()).isEqualTo(pictures.get(member.name()));
        assertThat(member.label()).contains(member.name().substring(0, 3));
        found.add(member.name());
        sha256.update(
            (member.name() + "\0n0" + member.name().charAt(2) + "\0")
                .getBytes(StandardCharsets.UTF_8));
        sha256.update(ByteBuffer.allocate(8).putLong(member.content().length).array());
        sha256.update(member.content());
      }
      assertThat(told.get("sha256").asText()).isEqualTo(HexFormat.of().formatHex(sha256.digest()));
    }
    assertThat(found).containsExactlyElementsOf(pictures.keySet());
    Leftovers.assertNone(results);
  }

  @Test
  void theSamePicturesGiveTheSameShards() throws IOException {
    assertThat(pack("one").exitCode()).isZero();
    assertThat(pack("two", "--master", "local[1]").exitCode()).isZero();
    assertThat(names(results.resolve("two"))).isEqualTo(names(results.resolve("one")));
    for (String shard : names(results.resolve("one"))) {
      assertThat(results.resolve("two").resolve(shard))
          .hasSameBinaryContentAs(results.resolve("one").resolve(shard));
      assertThat(members(results.resolve("one").resolve(shard)))
          .allMatch(member -> member.label().isEmpty());
    }
  }

  @Test
  void parquetHoldsTheSame() throws IOException {
    assertThat(pack("parquet", "--format", "parquet", "--keep-label").exitCode()).isZero();
    Path output = results.resolve("parquet");
    List<String> found = new ArrayList<>();
    for (Path file : PredictedRow.files(output)) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(
                  new GroupReadSupport(), new org.apache.hadoop.fs.Path("file:" + file))
              .build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          String path = row.getString("path", 0);
          assertThat(path).startsWith("file:" + input + "/");
          String name = path.substring(("file:" + input + "/").length());
          assertThat(row.getBinary("content", 0).getBytes()).isEqualTo(pictures.get(name));
          assertThat(row.getLong("length", 0))
              .isEqualTo(pictures.getOrDefault(name, new byte[0]).length);
          assertThat(row.getString("label", 0)).isEqualTo(name.substring(0, 3));
          found.add(name);
        }
      }
    }
    assertThat(found).containsExactlyElementsOf(pictures.keySet());
    assertThat(names(output)).hasSizeBetween(4, 6).allMatch(name -> name.endsWith(".parquet"));
  }

  @Test
  void whatCannotBePackedIsToldInOneLine() throws IOException {
    Files.writeString(input.resolve("n01/broken.png"), "listed");
    Files.writeString(input.resolve("classes.txt"), "n01");
    CommandRun run =
        CommandRun.of(
            command(
                "faulty:" + input,
                results.resolve("some").toString(),
                "--conf",
                "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName()));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.err()).contains("Left out: 1 side file, faulty:");
    assertThat(run.complaints().get(0))
        .startsWith("1 of 41 pictures could not be packed, such as faulty:/")
        .endsWith("some/_mobilespark/pack.json");
    JsonNode refused = manifest(results.resolve("some")).get("refused");
    assertThat(refused.findValuesAsText("reason")).containsExactly("IO_ERROR");
    assertThat(manifest(results.resolve("some")).get("pictures").asInt()).isEqualTo(40);
  }

  @Test
  void anExistingFolderIsReplacedOnlyWhenAsked() throws IOException {
    Path output = Files.createDirectories(results.resolve("there"));
    Files.writeString(output.resolve("shard-000099.tar"), "the work of a week");
    markAsPack(output);
    CommandRun refused = pack("there");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.complaints().get(0)).endsWith("is there already; --overwrite replaces it");
    assertThat(names(output)).contains("shard-000099.tar");
    assertThat(pack("there", "--overwrite").exitCode()).isZero();
    assertThat(names(output)).doesNotContain("shard-000099.tar").hasSizeBetween(4, 6);
    CommandRun own = CommandRun.of(command(input.toString(), input.toString(), "--overwrite"));
    assertThat(own.complaints().get(0)).contains("which this run reads");
    Leftovers.assertNone(results);
  }

  @Test
  void anObjectStoreGetsEveryShardUnderItsNameAndTheManifestLast() throws IOException {
    Path output = Files.createDirectories(results.resolve("objects"));
    Files.writeString(output.resolve("shard-000099.tar"), "old");
    markAsPack(output);
    List<String> command =
        command(
            input.toString(),
            "object:" + output,
            "--overwrite",
            "--conf",
            "spark.hadoop.fs.object.impl=" + ObjectFileSystem.class.getName());
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(names(output)).doesNotContain("shard-000099.tar").hasSizeBetween(4, 6);
    assertThat(manifest(output).get("pictures").asInt()).isEqualTo(40);
    Leftovers.assertNone(results);
  }

  @Test
  void aKillWhileShardsAreReplacedLeavesOneOrTheOtherWhole() throws IOException {
    PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
    Path earlier = Files.createDirectories(results.resolve("earlier"));
    CommandRun first = packPiecemeal(earlier, "--keep-label");
    assertThat(first.exitCode()).as(first.err()).isZero();
    List<String> old = told(earlier);
    assertThat(old).isEqualTo(names(earlier)).hasSizeBetween(4, 6);
    long many = 1_000_000;
    PiecemealFileSystem.dieAfter(many);
    assertThat(packPiecemeal(copy(earlier, "whole"), "--overwrite").exitCode()).isZero();
    long changes = many - PiecemealFileSystem.left();
    for (long before = 1; before < changes; before += 1 + before / 2) {
      Path output = copy(earlier, "killed-" + before);
      PiecemealFileSystem.dieAfter(changes - before);
      assertThat(packPiecemeal(output, "--overwrite").exitCode()).isEqualTo(1);
      PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
      // Its process lives on here, and would be asked to wait for.
      Files.deleteIfExists(output.resolve("_mobilespark/lock.json"));
      Files.deleteIfExists(output.resolve("_mobilespark/lock.json.beat"));
      List<String> there = told(output);
      assertThat(there.equals(old) || there.stream().noneMatch(old::contains)).isTrue();
      assertThat(pictures(output, there)).as("%d of %d", before, changes).isEqualTo(40);
      CommandRun again = packPiecemeal(output, "--overwrite");
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(told(output)).isEqualTo(names(output)).doesNotContainAnyElementsOf(old);
      assertThat(pictures(output, names(output))).isEqualTo(40);
    }
  }

  @Test
  void twoRunsAtOnceAreOneTooMany() throws IOException {
    for (String scheme : List.of("file:", "piecemeal:")) {
      Path output = results.resolve("busy-" + scheme.length());
      Configuration hadoop = new Configuration(false);
      hadoop.set("fs.piecemeal.impl", PiecemealFileSystem.class.getName());
      try (RunLock lock = RunLock.acquire(Workplace.of(scheme + output, hadoop), "first")) {
        CommandRun run = packInto(scheme + output, "--overwrite");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.complaints())
            .singleElement()
            .asString()
            .contains("busy-" + scheme.length() + " is in use by run first on ");
        lock.check();
      }
      assertThat(output).doesNotExist();
      // What a run has left that was killed before its first shard is in nobody's way.
      if (scheme.equals("piecemeal:")) {
        Files.createDirectories(output.resolve("_mobilespark"));
        Files.createFile(output.resolve("_mobilespark/lock.json.beat"));
      }
      CommandRun next = packInto(scheme + output);
      assertThat(next.exitCode()).as(next.err()).isZero();
      assertThat(pictures(output, names(output))).isEqualTo(40);
    }
    Leftovers.assertNone(results);
  }

  @Test
  void whoHasLostTheOutputLeavesAllThere() throws IOException {
    PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
    Path output = results.resolve("lost");
    Path lock = output.resolve("_mobilespark/lock.json");
    PiecemealFileSystem.onceNamed("shard-000000.tar", () -> takeOver(lock));
    CommandRun run = packInto("piecemeal:" + output, "--master", "local[1]");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .contains("has been taken over by run next on elsewhere");
    assertThat(lock).exists();
    assertThat(output.resolve("shard-000000.tar")).exists();
    assertThat(output.resolve("_mobilespark/output.json")).exists();
    assertThat(output.resolve("_mobilespark/pack.json")).doesNotExist();
  }

  private static void takeOver(Path lock) {
    try {
      Files.writeString(
          lock,
          """
          {"run": "next", "host": "elsewhere", "pid": 1, "process_start": "", "since": "now"}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandRun packInto(String output, String... options) {
    List<String> command = command(input.toString(), output, options);
    command.addAll(
        List.of("--conf", "spark.hadoop.fs.piecemeal.impl=" + PiecemealFileSystem.class.getName()));
    return CommandRun.of(command);
  }

  private CommandRun packPiecemeal(Path output, String... options) {
    return packInto("piecemeal:" + output, options);
  }

  /** Shards of a folder as whoever labels it finds them. */
  private static List<String> told(Path output) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.piecemeal.impl", PiecemealFileSystem.class.getName());
    return new PictureListing(hadoop)
        .list(List.of("piecemeal:" + output)).stream()
            .map(file -> file.path().substring(file.path().lastIndexOf('/') + 1))
            .toList();
  }

  private static int pictures(Path output, List<String> shards) throws IOException {
    int pictures = 0;
    for (String shard : shards) {
      pictures += members(output.resolve(shard)).size();
    }
    return pictures;
  }

  private Path copy(Path output, String name) throws IOException {
    Path copy = results.resolve(name);
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(output.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static void markAsPack(Path output) throws IOException {
    Files.createDirectories(output.resolve("_mobilespark"));
    Files.writeString(
        output.resolve("_mobilespark/output.json"),
        "{\"schema_version\": 1, \"kind\": \"pack\", \"run\": \"r\", "
            + "\"files\": [\"shard-000099.tar\"]}");
  }

  private CommandRun pack(String output, String... options) {
    return CommandRun.of(command(input.toString(), results.resolve(output).toString(), options));
  }

  private static List<String> command(String input, String output, String... options) {
    List<String> command = new ArrayList<>(List.of("pack", "--input", input));
    command.addAll(List.of("--output", output, "--shard-bytes", "1m"));
    command.addAll(List.of(options));
    if (!command.contains("--master")) {
      command.addAll(List.of("--master", "local[2]"));
    }
    return command;
  }

  private static List<ShardEntry.Member> members(Path shard) throws IOException {
    List<ShardEntry.Member> members = new ArrayList<>();
    try (ShardReader reader =
        ShardReader.tar(Files.newInputStream(shard), Files.size(shard), ShardLimits.DEFAULT)) {
      reader.forEachRemaining(entry -> members.add((ShardEntry.Member) entry));
    }
    return members;
  }

  private static List<String> names(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith("_"))
          .sorted()
          .toList();
    }
  }

  private static JsonNode manifest(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("_mobilespark/pack.json").toFile());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in which keys stand twice, or not at all, and whose files vanish. */
class TableKeysIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  private static List<byte[]> pictures = List.of();

  @BeforeAll
  static void draw() throws IOException {
    drawings = Drawings.below(folder, 40, 0);
    try (Stream<Path> all = Files.walk(drawings.set().folder())) {
      List<byte[]> read = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        if (!file.toString().endsWith(".txt") && !file.toString().endsWith(".csv")) {
          read.add(Files.readAllBytes(file));
        }
      }
      pictures = read;
    }
  }

  /** Adds a file to a table. */
  private static void add(Path table, List<@Nullable String> keys) {
    List<Row> rows = new ArrayList<>();
    for (String key : keys) {
      rows.add(RowFactory.create(key, pictures.get(rows.size() % pictures.size())));
    }
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      spark
          .createDataFrame(rows, StructType.fromDDL("path STRING, content BINARY"))
          .coalesce(1)
          .write()
          .mode("append")
          .parquet(table.toString());
    } catch (IOException e) {
      throw new MobileSparkException("The table " + table + " cannot be written", e);
    }
  }

  private static List<@Nullable String> keys(String prefix, int from, int to) {
    List<@Nullable String> keys = new ArrayList<>();
    for (int i = from; i < to; i++) {
      keys.add(prefix + i);
    }
    return keys;
  }

  private static CommandRun label(Path table, String output, String... options) {
    // A file is the least that is committed at once.
    List<String> command =
        drawings.command(table.toString(), folder.resolve(output), "--unit-pictures", "1");
    command.addAll(List.of(options));
    return CommandRun.of(command);
  }

  /** How often each key stands in a table, those of pictures that have none as one. */
  private static Map<String, Long> written(String output) {
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      return spark
          .read()
          .parquet(folder.resolve(output).toString())
          .groupBy(functions.expr("if(error = 'NO_KEY', 'none', path)"))
          .count()
          .collectAsList()
          .stream()
          .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
    } catch (IOException e) {
      throw new MobileSparkException("The table " + output + " cannot be read", e);
    }
  }

  @Test
  void keysThatStandTwiceAreRefusedBeforeTheFirstWaveOrKept() throws IOException {
    Path table = folder.resolve("doubled");
    add(table, keys("a", 0, 12));
    add(table, keys("a", 8, 20));
    add(table, List.of("a3", "a3", "b1"));
    CommandRun refused = label(table, "refused");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.complaints())
        .singleElement()
        .asString()
        .contains(
            "5 keys more than once in its column path: a10 (2 rows), a11 (2 rows), a3 (3 rows)")
        .endsWith("keep each row with --duplicate-keys keep");
    assertThat(folder.resolve("refused")).doesNotExist();
    assertThat(refused.err()).doesNotContain("pictures found");

    CommandRun kept = label(table, "kept", "--duplicate-keys", "keep");
    assertThat(kept.exitCode()).as(kept.err()).isZero();
    assertThat(kept.out()).contains("Pictures    27");
    Map<String, Long> expected = new TreeMap<>();
    keys("a", 0, 20).forEach(key -> expected.put(String.valueOf(key), 1L));
    List.of("a8", "a9", "a10", "a11").forEach(key -> expected.put(key, 2L));
    expected.put("a3", 3L);
    expected.put("b1", 1L);
    assertThat(written("kept")).isEqualTo(expected);

    add(table, List.of("c1", "c1", "a8"));
    CommandRun added = label(table, "kept", "--duplicate-keys", "keep", "--append");
    assertThat(added.exitCode()).as(added.err()).isZero();
    expected.put("c1", 2L);
    assertThat(written("kept")).isEqualTo(expected);
    assertThat(label(table, "kept", "--duplicate-keys", "keep", "--append").out())
        .contains("nothing to do", "Pictures    29");
    Leftovers.assertNone(folder);
  }

  @Test
  void rowsWithoutAKeyAreRowsWithThatReason() throws IOException {
    Path table = folder.resolve("unnamed");
    List<@Nullable String> some = keys("a", 0, 5);
    some.addAll(Collections.nCopies(3, null));
    some.add("");
    add(table, some);
    add(table, Collections.singletonList(null));
    CommandRun run = label(table, "named");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("NO_KEY             5", "classified         5");
    assertThat(written("named")).hasSize(6).containsEntry("none", 5L);

    List<@Nullable String> more = keys("b", 0, 2);
    more.add(null);
    add(table, more);
    CommandRun added = label(table, "named", "--append");
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(written("named")).hasSize(8).containsEntry("none", 6L);
    assertThat(label(table, "named", "--append").out()).contains("nothing to do");

    Path truth = folder.resolve("truth.csv");
    Files.writeString(truth, "picture,label\na0,disc\na1,disc\na2,ring\nb0,disc\n");
    List<String> evaluate =
        new ArrayList<>(List.of("evaluate", "--predictions", folder.resolve("named").toString()));
    evaluate.addAll(List.of("--truth", truth.toString(), "--master", "local[2]"));
    evaluate.addAll(List.of("--truth-classes", drawings.set().classes().toString()));
    evaluate.addAll(List.of("--report", folder.resolve("judged").toString()));
    assertThat(CommandRun.of(evaluate).complaints()).isEmpty();
    Leftovers.assertNone(folder);
  }

  @Test
  void aFileThatVanishesDuringTheRunEndsIt() throws Exception {
    // What was done stays for --resume.
    Files.createDirectories(folder.resolve("kept-work"));
    Path table = folder.resolve("vanishing");
    for (int i = 0; i < 6; i++) {
      add(table, keys("file" + i + "-", 0, 10));
    }
    for (String[] format : List.of(new String[0], formatted())) {
      List<Path> files = PredictedRow.files(table);
      Path last = files.get(files.size() - 1);
      String output = "kept-work/vanished" + format.length;
      Path place =
          folder.resolve("kept-work/.vanished" + format.length + ".mobilespark").resolve("waves");
      Thread thief =
          new Thread(
              () -> {
                try {
                  while (!Files.exists(place)) {
                    Thread.sleep(5);
                  }
                  Files.delete(last);
                } catch (IOException | InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      thief.start();
      List<String> options =
          new ArrayList<>(List.of("--conf", "spark.sql.files.ignoreMissingFiles=true"));
      options.addAll(List.of(format));
      CommandRun run = label(table, output, options.toArray(String[]::new));
      thief.interrupt();
      thief.join();
      assertThat(last).doesNotExist();
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.complaints())
          .singleElement()
          .asString()
          .contains("changed while it was read", last + " is gone");
      assertThat(folder.resolve(output)).doesNotExist();
    }
  }

  private static String[] formatted() {
    return new String[] {"--source", "table", "--table-format", "parquet"};
  }
}

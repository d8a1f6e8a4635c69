// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command where a cluster's defaults name Kryo, and let it write no class it does not know. */
class KryoIT {
  /** As spark-submit hands over what spark-defaults.conf says. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
          "spark.kryo.registrationRequired", "true");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private SortedMap<String, PredictedRow> wanted;

  @BeforeEach
  void labelWithoutKryo() throws IOException {
    drawings = Drawings.below(folder, 60, 3);
    done(drawings.command(drawings.input(), folder.resolve("wanted")));
    wanted = PredictedRow.byName(folder.resolve("wanted"));
    DEFAULTS.forEach(System::setProperty);
  }

  @AfterEach
  void clear() {
    DEFAULTS.keySet().forEach(System::clearProperty);
  }

  @Test
  void everyCommandGivesWhatItGivesWithoutKryo() throws IOException {
    Path table = folder.resolve("table");
    done(drawings.command(drawings.input(), table));
    assertSame(table);
    done(command("pack", "--input", drawings.input(), "--output", folder.resolve("shards")));
    Path ofShards = folder.resolve("of-shards");
    done(drawings.command(folder.resolve("shards").toString(), ofShards));
    assertThat(PredictedRow.byName(ofShards)).hasSize(63);
    Path arrived = folder.resolve("arrived");
    done(drawings.command(drawings.input(), arrived, "--follow-once"));
    // Spark's streams hide what has no bytes.
    wanted.values().removeIf(row -> row.error().equals("EMPTY"));
    assertSame(arrived);

    List<String> truth = List.of("--truth", drawings.set().labels().toString());
    List<String> classes = List.of("--truth-classes", drawings.set().classes().toString());
    Path report = folder.resolve("report");
    List<String> evaluate = command("evaluate", "--predictions", table, "--report", report);
    done(with(with(evaluate, truth.toArray()), classes.toArray()));
    assertThat(
            new ObjectMapper()
                .readTree(report.resolve("report.json").toFile())
                .get("images")
                .asInt())
        .isEqualTo(60);
    List<String> compare = command("compare", "--a", table, "--b", ofShards);
    compare = with(compare, "--report", folder.resolve("compared"));
    done(with(with(compare, truth.toArray()), classes.toArray()));

    done(base("embed", folder.resolve("features")));
    Path head = folder.resolve("head");
    done(base("train", head, "--labels", drawings.set().labels(), "--epochs", "2"));
    done(base("label", folder.resolve("by-head"), "--head", head));
    assertThat(PredictedRow.byName(folder.resolve("by-head"))).hasSize(63);
  }

  private void assertSame(Path table) throws IOException {
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(table);
    assertThat(rows.keySet()).isEqualTo(wanted.keySet());
    rows.forEach((name, row) -> row.assertLike(wanted.getOrDefault(name, PredictedRow.NONE)));
  }

  private List<String> base(String name, Path output, Object... words) {
    List<String> all = command(name, "--model", "mobilenet_v1", "--alpha", "0.25");
    all = with(all, "--resolution", "96", "--weights", drawings.weights(), "--preset", "squash");
    return with(with(all, "--input", drawings.input(), "--output", output), words);
  }

  private static List<String> command(String name, Object... words) {
    return with(List.of(name, "--master", "local[2]"), words);
  }

  private static void done(List<String> words) {
    CommandRun run = CommandRun.of(words);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.hasStackTrace()).as(run.err()).isFalse();
  }

  private static List<String> with(List<String> words, Object... more) {
    List<String> all = new ArrayList<>(words);
    for (Object word : more) {
      all.add(word.toString());
    }
    return all;
  }
}

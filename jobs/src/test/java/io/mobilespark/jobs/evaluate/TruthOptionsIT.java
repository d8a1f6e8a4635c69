// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The options that say where ground truth stands: the same four pictures each time, three right.
 */
final class TruthOptionsIT {
  @TempDir Path folder;
  private Path table = Path.of("");

  @BeforeEach
  void predictions() {
    table = folder.resolve("table");
    new TestTable(ClassList.imagenet())
        .classified("/x/a.jpg", 0)
        .classified("/x/b.jpg", 1)
        .classified("/x/c.jpg", 2)
        .classified("/x/d.jpg", 500)
        .write(table);
  }

  @Test
  void columnsAreChosenByTitle() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("t.csv"),
            """
            id,nonsense,synset,image
            1,x,n01440764,a
            2,x,n01443537,b
            3,x,n01484850,c
            4,x,n01491361,d
            """);
    assertThreeOfFour(csv, "--truth-columns", "image,synset");
  }

  @Test
  void columnsThatAreNotThereAreNamed() throws IOException {
    Path csv = Files.writeString(folder.resolve("t.csv"), "picture,label\na,n01440764\n");
    CommandRun run = evaluate(csv, "--truth-columns", "picture,class");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.failure()).contains("[picture, label], wanted picture and class");
  }

  @Test
  void devkitIdsCanBeOnesOwn() throws IOException {
    // The other way round than ImageNet's indices: 1 is the last class.
    StringBuilder reversed = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      reversed.append(1000 - i).append(' ').append(ClassList.imagenet().label(i)).append('\n');
    }
    Path ids = Files.writeString(folder.resolve("ids.txt"), reversed);
    Path truth = Files.writeString(folder.resolve("t.txt"), "a 1000\nb 999\nc 998\nd 997\n");
    assertThreeOfFour(truth, "--devkit-ids", ids, "--truth-format", "name-devkit-id");
  }

  @Test
  void foldersNamedByClassAreTruth() throws IOException {
    String[] classes = {"n01440764", "n01443537", "n01484850", "n01491361"};
    for (int i = 0; i < classes.length; i++) {
      Path of = Files.createDirectories(folder.resolve("pictures").resolve(classes[i]));
      Files.writeString(of.resolve((char) ('a' + i) + ".jpg"), "never read");
    }
    assertThreeOfFour(folder.resolve("pictures"));
  }

  @Test
  void linesThatCannotBeReadAreSkippedCountedAndNamed() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("t.csv"),
            """
            picture,label
            a,n01440764
            b,n01443537
            e,
            c,n01484850
            f,none
            d,n01491361
            """);
    CommandRun refused = evaluate(csv);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.failure()).contains("line 4: picture or label is empty");
    assertThreeOfFour(csv, "--skip-bad-lines", "2");
    String told = "skipped 2 lines that cannot be read, the first: " + csv.toUri().getPath();
    Path report = folder.resolve("report");
    CommandRun run = evaluate(csv, "--skip-bad-lines", "3", "--overwrite");
    assertThat(run.out()).contains(told + " line 4: picture or label is empty");
    assertThat(Files.readString(report.resolve("report.json"))).contains(told);
    assertThat(Files.readString(report.resolve("report.html"))).contains(told);
    assertThat(evaluate(csv, "--skip-bad-lines", "1", "--overwrite").failure())
        .contains("'none' for one");
    assertThat(evaluate(csv, "--skip-bad-lines", "-1").exit()).isEqualTo(2);
  }

  @Test
  void rowsOfATableAreSkippedAlike() throws IOException {
    Path parquet = folder.resolve("t.parquet");
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      spark
          .sql(
              "SELECT * FROM VALUES ('a', 0), ('b', 1), (NULL, 7), ('c', 2), ('d', 3), ('e', NULL)"
                  + " AS t(picture, label)")
          .write()
          .parquet(parquet.toString());
    }
    assertThat(evaluate(parquet, "--skip-bad-lines", "1").failure())
        .contains("has 2 rows without picture or label");
    assertThreeOfFour(parquet, "--skip-bad-lines", "2");
    assertThat(evaluate(parquet, "--skip-bad-lines", "2", "--overwrite").out())
        .contains("skipped 2 rows without picture or label");
  }

  private void assertThreeOfFour(Path truth, Object... more) {
    CommandRun run = evaluate(truth, more);
    assertThat(run.failure()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("75.00 %");
  }

  private CommandRun evaluate(Path truth, Object... more) {
    Object[] usual = {
      "evaluate", "--predictions", table, "--truth", truth, "--report", folder.resolve("report")
    };
    Object[] all = Arrays.copyOf(usual, usual.length + more.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return CommandRun.of(all);
  }
}

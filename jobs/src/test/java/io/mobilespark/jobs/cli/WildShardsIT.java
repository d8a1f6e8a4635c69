// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shards as people have them give the rows that these expect: their keys, their labels, and what
 * each picture is seen as by itself.
 */
class WildShardsIT {
  private static final String TFDS = "imagenet2012-validation.tfrecord-00000-of-00001";

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  /** Two of the pictures in the shards, and what they are seen as in a folder. */
  @SuppressWarnings("NullAway.Init")
  private static PredictedRow tench;

  @SuppressWarnings("NullAway.Init")
  private static PredictedRow goldfish;

  @BeforeAll
  static void labelThePicturesThemselves() throws IOException {
    drawings = Drawings.below(folder, 6, 0);
    SortedMap<String, PredictedRow> loose = rows("loose", "http/www");
    tench = row(loose, "file:" + SharedFiles.require("wild/http/www/a.jpg"));
    goldfish = row(loose, "file:" + SharedFiles.require("wild/http/www/b c.jpg"));
    assertThat(tench.predictions()).isNotEqualTo(goldfish.predictions());
  }

  @Test
  void partsOfASampleMeetByTheLongestStem() throws IOException {
    assertThat(labels(rows("dots", "tar/dots.tar")))
        .isEqualTo(Map.of("22.05.png", "3", "22.06.png", "7", "22.07.png", "11"));
  }

  @Test
  void whatLiesBesidePicturesIsCountedAndNoRow() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("side", "tar/side.tar");
    assertThat(labels(rows)).isEqualTo(Map.of("000001.jpg", "1", "000002.jpg", "1"));
    rows.values().forEach(row -> row.assertLike(goldfish));
    assertThat(leftOut("side")).isEqualTo(Map.of("SIDE_FILE", 8L));

    SortedMap<String, PredictedRow> shards = rows("img2dataset", "img2dataset");
    assertThat(shards)
        .containsOnlyKeys("000000000.jpg", "000000001.jpg", "000010000.jpg", "000010001.jpg");
    shards.forEach((name, row) -> row.assertLike(name.endsWith("1.jpg") ? goldfish : tench));
    // Captions are labels; notes in the shards, tables and statistics beside them are left out.
    assertThat(labels(shards).values()).containsOnly("caption");
    assertThat(leftOut("img2dataset")).isEqualTo(Map.of("SIDE_FILE", 8L));
  }

  @Test
  void tarsPutTogetherGiveThePicturesOfAll() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("cat", "tar/cat.tar");
    assertThat(rows).containsOnlyKeys("p0.jpg", "p1.jpg", "p2.jpg");
    row(rows, "p0.jpg").assertLike(tench);
    row(rows, "p1.jpg").assertLike(goldfish);
    assertThat(row(rows, "p2.jpg").predictions()).isNotEmpty();
  }

  @Test
  void linksGiveWhatTheyLeadTo() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("hard", "tar/hardlink.tar");
    assertThat(rows).containsOnlyKeys("a.jpg", "b.jpg", "c.jpg");
    rows.values().forEach(row -> row.assertLike(tench));
  }

  @Test
  void namesOfOldCodesAreReadAndStayApart() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("latin", "tar/latin1.tar");
    assertThat(rows).containsOnlyKeys("café.jpg", "cafè.jpg");
    rows.values().forEach(row -> row.assertLike(goldfish));
  }

  @Test
  void theLastOfAMemberCounts() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("updated", "tar/updated.tar");
    assertThat(rows).containsOnlyKeys("a.jpg");
    row(rows, "a.jpg").assertLike(goldfish);
    assertThat(leftOut("updated")).isEqualTo(Map.of("REPLACED", 1L));
  }

  @Test
  void whatIsNoFileInABackupIsNoRow() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("volume", "tar/volume-incremental.tar");
    assertThat(rows).containsOnlyKeys("src/sub/x.jpg");
    row(rows, "src/sub/x.jpg").assertLike(row(rows("third", "tar/cat.tar"), "p2.jpg"));
  }

  @Test
  void imageNetsTarOfTarsIsLabelledByTheInnerOnes() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("imagenet", "tar/ILSVRC2012_img_train.tar");
    assertThat(labels(rows))
        .isEqualTo(
            Map.of(
                "n01440764.tar#n01440764_0.JPEG", "n01440764",
                "n01440764.tar#n01440764_1.JPEG", "n01440764",
                "n01443537.tar#n01443537_0.JPEG", "n01443537",
                "n01443537.tar#n01443537_1.JPEG", "n01443537"));
    rows.forEach((name, row) -> row.assertLike(name.startsWith("n01440764") ? tench : goldfish));
  }

  @Test
  void recordsAreToldByContentAndTheirFeaturesAreKnown() throws IOException {
    SortedMap<String, PredictedRow> slim = rows("tfrecord", "tfrecord");
    assertThat(labels(slim))
        .isEqualTo(
            Map.of(
                "ILSVRC2012_val_00000001.JPEG", "1",
                "ILSVRC2012_val_00000002.JPEG", "2",
                "ILSVRC2012_val_00000003.JPEG", "3",
                "ILSVRC2012_val_00000004.JPEG", "4",
                "ILSVRC2012_val_00000005.JPEG", "5"));
    row(slim, "ILSVRC2012_val_00000002.JPEG").assertLike(goldfish);
    for (String file : new String[] {"renamed.tfrecord", TFDS}) {
      SortedMap<String, PredictedRow> tfds = rows("tfds-" + file, "tfds/" + file);
      assertThat(labels(tfds))
          .isEqualTo(
              Map.of(
                  "ILSVRC2012_val_00000001.JPEG", "0",
                  "ILSVRC2012_val_00000002.JPEG", "1",
                  "ILSVRC2012_val_00000003.JPEG", "2"));
      row(tfds, "ILSVRC2012_val_00000001.JPEG").assertLike(tench);
    }
  }

  /** Rows by their members' names; none without an error. */
  private static SortedMap<String, PredictedRow> rows(String output, String input)
      throws IOException {
    Path shared = SharedFiles.require("wild/" + input);
    CommandRun run =
        CommandRun.of(drawings.command(shared.toString(), folder.resolve(output), "--keep-label"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.by('#', folder.resolve(output));
    rows.forEach((name, row) -> assertThat(row.error()).as(name).isEmpty());
    return rows;
  }

  private static Map<String, String> labels(SortedMap<String, PredictedRow> rows) {
    Map<String, String> labels = new TreeMap<>();
    rows.forEach((name, row) -> labels.put(name, row.sourceLabel()));
    return labels;
  }

  private static PredictedRow row(SortedMap<String, PredictedRow> rows, String name) {
    return rows.getOrDefault(name, PredictedRow.NONE);
  }

  private static Map<String, Long> leftOut(String output) throws IOException {
    JsonNode reasons =
        new ObjectMapper()
            .readTree(Files.readAllBytes(folder.resolve(output).resolve("_mobilespark/run.json")))
            .at("/runs/0/left_out/reasons");
    Map<String, Long> counts = new TreeMap<>();
    reasons
        .properties()
        .forEach(reason -> counts.put(reason.getKey(), reason.getValue().get("count").asLong()));
    return counts;
  }
}

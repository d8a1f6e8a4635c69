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
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards as people have them give the rows that these expect. */
class WildShardsIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @BeforeAll
  static void draw() {
    drawings = Drawings.below(folder, 6, 0);
  }

  @Test
  void tarsOfAllSortsGiveTheirPictures() throws IOException {
    assertThat(rows("dots", "tar/dots.tar"))
        .isEqualTo(Map.of("22.05.png", "3", "22.06.png", "7", "22.07.png", "11"));
    assertThat(rows("side", "tar/side.tar")).containsOnlyKeys("000001.jpg", "000002.jpg");
    assertThat(leftOut("side")).containsEntry("SIDE_FILE", 8L);
    assertThat(rows("cat", "tar/cat.tar")).hasSize(3);
    assertThat(rows("hard", "tar/hardlink.tar")).containsOnlyKeys("a.jpg", "b.jpg", "c.jpg");
    assertThat(rows("latin", "tar/latin1.tar")).containsOnlyKeys("café.jpg", "cafè.jpg");
    assertThat(rows("updated", "tar/updated.tar")).containsOnlyKeys("a.jpg");
    assertThat(leftOut("updated")).containsEntry("REPLACED", 1L);
    assertThat(rows("volume", "tar/volume-incremental.tar")).containsOnlyKeys("src/sub/x.jpg");
  }

  @Test
  void imageNetsTarOfTarsIsLabelledByTheInnerOnes() throws IOException {
    Map<String, String> rows = rows("imagenet", "tar/ILSVRC2012_img_train.tar");
    assertThat(rows).hasSize(4);
    rows.forEach((name, label) -> assertThat(name).startsWith(label + ".tar#"));
    assertThat(rows.values()).contains("n01440764", "n01443537");
  }

  @Test
  void sideFilesOfImg2datasetAreCountedAndNoRows() throws IOException {
    assertThat(rows("img2dataset", "img2dataset")).hasSize(4);
    assertThat(leftOut("img2dataset")).containsKey("SIDE_FILE");
  }

  @Test
  void recordsAreToldByContentAndTheirFeaturesAreKnown() throws IOException {
    assertThat(rows("tfrecord", "tfrecord")).hasSize(5).doesNotContainValue("null");
    assertThat(rows("tfds", "tfds/renamed.tfrecord").values())
        .containsExactlyInAnyOrder("0", "1", "2");
    assertThat(rows("tfds2", "tfds/imagenet2012-validation.tfrecord-00000-of-00001"))
        .hasSize(3)
        .allSatisfy((name, label) -> assertThat(name).endsWith("G"));
  }

  /** Labels by the names of members; each row without an error. */
  private static Map<String, String> rows(String output, String input) throws IOException {
    Path shared = SharedFiles.require("wild/" + input);
    CommandRun run =
        CommandRun.of(drawings.command(shared.toString(), folder.resolve(output), "--keep-label"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, String> rows = new TreeMap<>();
    for (Path file : PredictedRow.files(folder.resolve(output))) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path("file:" + file);
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), path).build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          String name = row.getString("path", 0);
          assertThat(row.getFieldRepetitionCount("error")).as(name).isZero();
          String label =
              row.getFieldRepetitionCount("source_label") == 0
                  ? "null"
                  : row.getString("source_label", 0);
          assertThat(rows.put(name.substring(name.indexOf('#') + 1), label)).isNull();
        }
      }
    }
    return rows;
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

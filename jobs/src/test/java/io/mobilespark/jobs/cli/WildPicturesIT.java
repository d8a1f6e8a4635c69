// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import io.mobilespark.jobs.testbed.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures, class lists and truth as people have them, from the command line to the figures. */
class WildPicturesIT {
  @TempDir private Path folder;

  @Test
  void picturesAreReadOrCalledByTheirFormats() throws IOException {
    SortedMap<String, PredictedRow> rows = labelled("pictures");
    SortedMap<String, String> told = new TreeMap<>();
    rows.forEach(
        (name, row) ->
            told.put(
                name,
                row.error().isEmpty()
                    ? row.width() + "x" + row.height()
                    : row.error() + " " + row.errorDetail()));
    assertThat(told)
        .hasSize(11)
        .containsEntry("webp.webp", "160x120")
        .containsEntry("tiff.tif", "160x120")
        .containsEntry("exif6.jpg", "160x120")
        .containsEntry("no-eoi.jpg", "160x120")
        .containsEntry("junk-before.jpg", "160x120")
        .containsEntry("no-last-padding.bmp", "33x21")
        .containsEntry("frame-larger-than-screen.gif", "64x48")
        .containsEntry("zero-screen.gif", "64x48")
        .containsEntry("nul-before-block.gif", "64x48");
    assertThat(told.get("avif.avif")).startsWith("UNSUPPORTED_FORMAT ").contains("AVIF");
    assertThat(told.get("jp2.jp2")).startsWith("UNSUPPORTED_FORMAT ").contains("JPEG 2000");
    row(rows, "junk-before.jpg").assertLike(row(rows, "no-eoi.jpg"));
    row(rows, "zero-screen.gif").assertLike(row(rows, "nul-before-block.gif"));
    row(rows, "zero-screen.gif").assertLike(row(rows, "frame-larger-than-screen.gif"));

    PredictedRow turned = row(labelled("pictures", "--orientation", "exif"), "exif6.jpg");
    assertThat(turned.width() + "x" + turned.height()).isEqualTo("120x160");
    assertThat(turned.predictions()).isNotEqualTo(row(rows, "exif6.jpg").predictions());
  }

  /** As on a machine whose folder for temporary files runs no code, or whose kind has no libwebp. */
  @Test
  void whereLibwebpCannotBeLoadedItsPicturesSaySoAndOthersAreRead() throws IOException {
    Path noFolder = Files.writeString(folder.resolve("no-folder"), "");
    Path table = folder.resolve("without");
    List<String> command = command(SharedFiles.require("wild/pictures"), table);
    try (JavaProcess process =
        CommandProcess.start(
            "without", folder, command, "-Dcom.luciad.imageio.webp.tmpdir=" + noFolder)) {
      assertThat(process.exitCode(Duration.ofMinutes(3))).as(process.output()).isZero();
    }
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(table);
    assertThat(rows).hasSize(11);
    PredictedRow webp = row(rows, "webp.webp");
    assertThat(webp.error()).isEqualTo("UNSUPPORTED_FORMAT");
    assertThat(webp.errorDetail())
        .startsWith("is WebP, and libwebp cannot be loaded on this machine: ")
        .doesNotEndWith("null")
        .doesNotEndWith("no reason");
    assertThat(rows.values()).filteredOn(row -> row.error().isEmpty()).hasSize(8);
  }

  @Test
  void picturesOfTheSameNameAreJudgedEachByItsFolder() throws IOException {
    Path table = folder.resolve("same");
    assertThat(label(SharedFiles.require("wild/same-names/val"), table).exitCode()).isZero();
    int right = 0;
    SortedMap<String, PredictedRow> rows = PredictedRow.by(':', table);
    for (var row : rows.entrySet()) {
      String folderName = row.getKey().replaceAll(".*/(n\\d+)/[^/]*", "$1");
      right += row.getValue().predictions().get(0).label().equals(folderName) ? 1 : 0;
    }
    Path report = folder.resolve("report");
    CommandRun judged =
        CommandRun.of(
            "evaluate",
            "--predictions",
            table.toString(),
            "--truth",
            SharedFiles.require("wild/same-names/truth.csv").toString(),
            "--report",
            report.toString(),
            "--master",
            "local[2]");
    assertThat(judged.complaints()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(report.resolve("report.json").toFile());
    assertThat(rows).hasSize(6);
    assertThat(json.get("images").asInt()).isEqualTo(6);
    assertThat(json.get("missing").asInt()).isZero();
    assertThat(json.get("top1").asDouble()).isEqualTo(right / 6.0);
  }

  @Test
  void classesOfTheSameNameAreToldApartByTheirIndices() throws IOException {
    Path classes = SharedFiles.require("wild/classes/labels-1000.txt");
    PredictedRow row =
        row(labelled("http/www", "--classes", classes.toString(), "--top-k", "1000"), "a.jpg");
    Set<String> labels = new HashSet<>();
    List<String> doubled = new ArrayList<>();
    for (PredictedRow.Ranked ranked : row.predictions()) {
      labels.add(ranked.label());
      if (ranked.name().equals("crane") || ranked.name().equals("maillot")) {
        doubled.add(ranked.index() + " " + ranked.label());
      }
    }
    assertThat(labels).hasSize(1000);
    assertThat(doubled)
        .containsExactlyInAnyOrder(
            "134 crane (134)", "517 crane (517)", "638 maillot (638)", "639 maillot (639)");
  }

  private SortedMap<String, PredictedRow> labelled(String input, String... more)
      throws IOException {
    Path table = folder.resolve(input.replace('/', '-') + more.length);
    CommandRun run = label(SharedFiles.require("wild/" + input), table, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return PredictedRow.byName(table);
  }

  private static CommandRun label(Path pictures, Path output, String... more) {
    return CommandRun.of(command(pictures, output, more));
  }

  private static List<String> command(Path pictures, Path output, String... more) {
    List<String> command =
        new ArrayList<>(List.of("label", "--model", "mobilenet_v1", "--alpha", "0.25"));
    command.addAll(
        List.of(
            "--weights",
            SharedFiles.require("data/weights/mobilenet_2_5_224-assembled.h5").toString()));
    command.addAll(List.of("--preset", "squash", "--input", pictures.toString()));
    command.addAll(List.of("--output", output.toString(), "--master", "local[2]"));
    command.addAll(List.of(more));
    return command;
  }

  private static PredictedRow row(SortedMap<String, PredictedRow> rows, String name) {
    return rows.getOrDefault(name, PredictedRow.NONE);
  }
}

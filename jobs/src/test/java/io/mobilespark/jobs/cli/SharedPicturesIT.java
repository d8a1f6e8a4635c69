// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real weights on photographs against Keras, and odd files among good ones. */
class SharedPicturesIT {
  /** What the manifest of odd files calls unsupported. */
  private static final Set<String> DECODED_SINCE = Set.of("photo.webp", "photo.tiff");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, mobilenet_1_0_224-assembled.h5, squash-v1.csv",
    "mobilenet_v2, mobilenet_v2_1.0_224-assembled.h5, squash-v2.csv",
    "mobilenet_v3_small, mobilenet_v3_small_224_1.0-assembled.h5, squash-v3-small.csv",
  })
  void realWeightsSayWhatKerasSays(String model, String weights, String golden) throws IOException {
    Path pictures = SharedFiles.require("data/images/val-227");
    List<String[]> wanted =
        Files.readAllLines(SharedFiles.require("golden/models/" + golden)).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .toList();
    SortedMap<String, PredictedRow> rows = label(model, weights, List.of(pictures.toString()));
    assertThat(rows).hasSize(325).hasSameSizeAs(wanted);
    int asKeras = 0;
    int top1 = 0;
    int top5 = 0;
    for (String[] cells : wanted) {
      PredictedRow row = rows.getOrDefault(cells[0], PredictedRow.NONE);
      int truth = Integer.parseInt(cells[1]);
      asKeras += row.best() == Integer.parseInt(cells[2]) ? 1 : 0;
      top1 += row.best() == truth ? 1 : 0;
      top5 += row.predictions().stream().anyMatch(ranked -> ranked.index() == truth) ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%s on val-227, preset squash: top-1 %.2f %%, top-5 %.2f %%, as Keras %.2f %%%n",
        model,
        top1 / 3.25,
        top5 / 3.25,
        asKeras / 3.25);
    assertThat(asKeras / 325.0).isGreaterThanOrEqualTo(0.995);
  }

  @Test
  void oddFilesEndAsTheirManifestSaysAndDisturbNobody() throws IOException {
    Path odd = SharedFiles.require("golden/hostile");
    Path good = SharedFiles.require("data/images/val-original");
    String weights = "mobilenet_2_5_224-assembled.h5";
    List<String> both = List.of(odd.toString(), good.toString());
    SortedMap<String, PredictedRow> mixed = label("mobilenet_v1", weights, both);
    SortedMap<String, PredictedRow> alone =
        label("mobilenet_v1", weights, List.of(good.toString()));
    assertThat(alone).hasSize(20);
    List<String> wrong = new ArrayList<>();
    Set<String> names = new HashSet<>(alone.keySet());
    // The manifest itself is no picture.
    for (String line : Files.readAllLines(odd.resolve("manifest.csv"))) {
      String file = line.split(",", 5)[0];
      if (!file.equals("file")) {
        names.add(file);
      }
    }
    assertThat(mixed.keySet()).isEqualTo(names);
    for (String line : Files.readAllLines(odd.resolve("manifest.csv")).subList(1, 71)) {
      String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
      String error = mixed.getOrDefault(cells[0], PredictedRow.NONE).error();
      String outcome = error.isEmpty() ? "classified" : error;
      String wanted = DECODED_SINCE.contains(cells[0]) ? "classified" : cells[2];
      if (!outcome.equals(wanted) && !List.of(cells[3].split("\\|")).contains(outcome)) {
        wrong.add(cells[0] + ": " + outcome + ", wanted " + wanted);
      }
    }
    assertThat(wrong).isEmpty();
    alone.forEach((name, row) -> row.assertLike(mixed.getOrDefault(name, PredictedRow.NONE)));
  }

  private SortedMap<String, PredictedRow> label(String model, String weights, List<String> inputs)
      throws IOException {
    Path output = folder.resolve("table-" + inputs.size());
    List<String> command = new ArrayList<>(List.of("label", "--model", model, "--input"));
    command.addAll(inputs);
    command.addAll(List.of("--weights", SharedFiles.require("data/weights/" + weights).toString()));
    command.addAll(List.of("--preset", "squash"));
    if (weights.contains("2_5")) {
      command.addAll(List.of("--alpha", "0.25"));
    }
    command.addAll(List.of("--output", output.toString(), "--master", "local[2]"));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return PredictedRow.byName(output);
  }
}

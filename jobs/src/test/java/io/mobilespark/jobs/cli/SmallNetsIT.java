// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.model.SmallNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of drawn pictures against Keras's probabilities, by what a clone alone holds. */
class SmallNetsIT {
  private static final float TOLERANCE = 1e-5f;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.mobilespark.model.SmallNet#all")
  void theTableSaysWhatKerasSays(SmallNet net) throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (String picture : net.pictures()) {
      SmallNet.writePicture(picture, pictures);
    }
    Path classes = folder.resolve("classes.txt");
    Files.write(classes, IntStream.range(0, net.classes()).mapToObj(i -> "class-" + i).toList());
    Path table = folder.resolve("table");
    List<String> command =
        new ArrayList<>(List.of("label", "--input", pictures.toString(), "--master", "local[2]"));
    command.addAll(List.of("--model", net.model(), "--alpha", Double.toString(net.alpha())));
    command.addAll(List.of("--resolution", Integer.toString(net.resolution())));
    command.addAll(List.of("--weights", net.writeWeights(folder).toString()));
    command.addAll(List.of("--classes", classes.toString(), "--preset", net.preset().name()));
    command.addAll(List.of("--top-k", Integer.toString(net.classes())));
    command.addAll(List.of("--output", table.toString()));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(table);
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(net.pictures());
    for (int i = 0; i < net.pictures().size(); i++) {
      float[] wanted = net.output("softmax", i);
      PredictedRow row = rows.getOrDefault(net.pictures().get(i), PredictedRow.NONE);
      assertThat(row.predictions()).as(row.error()).hasSize(net.classes());
      row.predictions()
          .forEach(
              ranked ->
                  assertThat(Math.abs(ranked.probability() - wanted[ranked.index()]))
                      .isLessThan(TOLERANCE));
    }
  }
}

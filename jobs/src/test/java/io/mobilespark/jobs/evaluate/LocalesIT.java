// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.cli.Main;
import io.mobilespark.jobs.demo.DemoModel;
import io.mobilespark.jobs.demo.DrawnSet;
import io.mobilespark.jobs.demo.GenerateSettings;
import io.mobilespark.jobs.demo.Generator;
import io.mobilespark.jobs.report.ModelTables;
import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.DevkitIds;
import io.mobilespark.model.PublishedVariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Labelling and evaluation in a JVM whose default locale writes other digits: figures, names and
 * messages are those of any other.
 */
final class LocalesIT {
  /** The first pictures of the validation set, as the development kit states them. */
  private static final int[] DEVKIT = {490, 361, 171, 822, 297, 482, 13, 704, 599, 164};

  private static final String THEN = "then";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ar, EG", "bn, BD"})
  void figuresDoNotDependOnIt(String language, String country) throws IOException {
    DrawnSet drawn = Generator.run(new GenerateSettings(folder.resolve("drawn"), 40, 5, 0));
    List<String> commands = new ArrayList<>(labelled(drawn));
    commands.addAll(List.of(THEN, "models", "list", THEN));
    commands.addAll(devkit());
    try (JavaProcess process = start(commands, language, country)) {
      assertThat(process.exitCode(Duration.ofMinutes(4))).as(process.output()).isZero();
      assertThat(process.output())
          .contains(ModelTables.variants(PublishedVariants.all()))
          .contains("Matched     10 of 50,000 pictures of the truth, 10 of 10 of the table");
      assertThat(process.output().lines())
          .allMatch(
              line ->
                  line.codePoints()
                      .filter(Character::isDigit)
                      .allMatch(digit -> digit >= '0' && digit <= '9'));
    }
    JsonNode drawings = report("drawings");
    assertThat(drawings.get("images").asInt()).isEqualTo(40);
    assertThat(drawings.get("classified").asInt()).isEqualTo(40);
    assertThat(drawings.get("top1").asDouble()).isGreaterThan(0.95);
    assertThat(drawings.get("model").asText()).matches("mobilenet_v1_0[.]25_96_[0-9a-f]{12}");
    JsonNode validation = report("validation");
    assertThat(validation.get("truth_format").asText()).isEqualTo("devkit");
    assertThat(validation.get("top1").asDouble()).isEqualTo(10.0 / 50_000);
    assertThat(validation.get("published").size()).isPositive();
  }

  private List<String> labelled(DrawnSet drawn) {
    return List.of(
        "evaluate",
        "--input",
        drawn.folder() + "/*/*",
        "--model",
        "mobilenet_v1",
        "--alpha",
        "0.25",
        "--resolution",
        "96",
        "--weights",
        DemoModel.unpack(folder).toString(),
        "--classes",
        drawn.classes().toString(),
        "--preset",
        "squash",
        "--truth",
        drawn.labels().toString(),
        "--report",
        folder.resolve("drawings").toString(),
        "--master",
        "local[2]");
  }

  private List<String> devkit() throws IOException {
    TestTable table = new TestTable(ClassList.imagenet());
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      int id = i < DEVKIT.length ? DEVKIT[i] : 1 + i % 1000;
      lines.append(id).append('\n');
      if (i < DEVKIT.length) {
        table.classified(
            String.format(Locale.ROOT, "/val/ILSVRC2012_val_%08d.JPEG", i + 1),
            DevkitIds.ilsvrc2012().index(id, ClassList.imagenet()));
      }
    }
    table.write(folder.resolve("table"));
    Path truth = Files.writeString(folder.resolve("devkit.txt"), lines);
    return List.of(
        "evaluate",
        "--predictions",
        folder.resolve("table").toString(),
        "--truth",
        truth.toString(),
        "--report",
        folder.resolve("validation").toString(),
        "--master",
        "local[2]");
  }

  private JavaProcess start(List<String> commands, String language, String country) {
    List<String> arguments = new ArrayList<>(JavaProcess.inherited());
    arguments.addAll(List.of("-Duser.language=" + language, "-Duser.country=" + country));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.add(InTurn.class.getName());
    arguments.addAll(commands);
    return JavaProcess.start(language, folder, arguments, Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
  }

  private JsonNode report(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("report.json").toFile());
  }

  /** Runs several commands, one after the other, until one fails. */
  static final class InTurn {
    private InTurn() {}

    /** The commands, parted by a word. */
    public static void main(String[] arguments) {
      List<String> left = Arrays.asList(arguments);
      int exit = 0;
      while (exit == 0 && !left.isEmpty()) {
        int end = left.contains(THEN) ? left.indexOf(THEN) : left.size();
        exit = Main.run(left.subList(0, end).toArray(String[]::new));
        left = left.subList(Math.min(left.size(), end + 1), left.size());
      }
      System.exit(exit);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of turned and cut pictures, from the command line to the rows. */
class DecodingIT {
  private static final String IGNORED =
      "1 with an EXIF turn that was ignored; --orientation exif follows it";

  @TempDir private Path folder;

  @Test
  void turnsAreToldOrFollowedAndTablesDoNotMixThem() throws IOException {
    Path pictures = picture("exif6.jpg");
    Path output = folder.resolve("table");
    CommandRun stored = label(pictures, output);
    assertThat(stored.exitCode()).as(stored.err()).isZero();
    assertThat(stored.out()).containsPattern("Turned +" + IGNORED);
    assertThat(rows(output)).containsExactly("160x120 squash null");
    assertThat(turnsIgnored(output)).isEqualTo(1);

    CommandRun mixed = label(pictures, output, "--append", "--orientation", "exif");
    assertThat(mixed.exitCode()).isNotZero();
    assertThat(mixed.complaints().toString()).contains("squash+exif");

    Path upright = folder.resolve("upright");
    CommandRun turned = label(pictures, upright, "--orientation", "exif");
    assertThat(turned.exitCode()).as(turned.err()).isZero();
    assertThat(turned.out()).doesNotContain("Turned").contains("preset squash+exif");
    assertThat(rows(upright)).containsExactly("120x160 squash+exif null");
  }

  @Test
  void turnsOfAllAttemptsAreTold() throws IOException {
    Path pictures = picture("exif6.jpg");
    Files.write(pictures.resolve("z-broken.jpg"), new byte[] {1, 2, 3});
    Path output = folder.resolve("table");
    String[] one = {"--unit-pictures", "1", "--max-rejected", "0"};
    CommandRun failed = label(pictures, output, one);
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    CommandRun resumed = label(pictures, output, "--resume", "--max-rejected", "1");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("Attempts    2").containsPattern("Turned +" + IGNORED);
    assertThat(turnsIgnored(output)).isEqualTo(1);
  }

  @Test
  void followTellsOfTurns() throws IOException {
    Path pictures = picture("exif6.jpg");
    CommandRun run = label(pictures, folder.resolve("table"), "--follow-once");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("Turned +" + IGNORED);
  }

  @Test
  void preprocessTurnsAsAsked() throws IOException {
    Path pictures = picture("exif6.jpg");
    CommandRun stored = preprocess(pictures, folder.resolve("stored"));
    assertThat(stored.exitCode()).as(stored.err()).isZero();
    assertThat(stored.out()).contains(IGNORED);
    CommandRun turned = preprocess(pictures, folder.resolve("turned"), "--orientation", "exif");
    assertThat(turned.out()).contains("by squash+exif at").doesNotContain("ignored");
    assertThat(Files.readAllBytes(folder.resolve("turned/exif6.jpg.npy")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("stored/exif6.jpg.npy")));
    CommandRun unknown = preprocess(pictures, folder.resolve("none"), "--orientation", "left");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.complaints())
        .containsExactly(
            "--orientation is stored or exif: 'left'; see mobilespark preprocess --help");
  }

  @Test
  void aCutPictureIsClassifiedFromWhatIsThere() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    byte[] jpeg = Files.readAllBytes(SharedFiles.require("wild/pictures/exif6.jpg"));
    Files.write(pictures.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length * 2 / 3));
    Path output = folder.resolve("table");
    CommandRun run = label(pictures, output, "--truncated", "decode");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(rows(output))
        .singleElement()
        .asString()
        .startsWith("160x120 squash+truncated TRUNCATED, ");
  }

  private static long turnsIgnored(Path table) throws IOException {
    return new ObjectMapper()
        .readTree(table.resolve("_mobilespark/run.json").toFile())
        .at("/runs/0/turns_ignored")
        .asLong(-1);
  }

  private Path picture(String name) throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Files.copy(SharedFiles.require("wild/pictures/" + name), pictures.resolve(name));
    return pictures;
  }

  private static CommandRun preprocess(Path pictures, Path output, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("preprocess", "--preset", "squash", "--input", pictures.toString()));
    command.addAll(List.of("--output", output.toString()));
    command.addAll(List.of(more));
    return CommandRun.of(command);
  }

  private static CommandRun label(Path pictures, Path output, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("label", "--model", "mobilenet_v1", "--alpha", "0.25"));
    command.addAll(
        List.of(
            "--weights",
            SharedFiles.require("data/weights/mobilenet_2_5_224-assembled.h5").toString()));
    command.addAll(List.of("--preset", "squash", "--input", pictures.toString()));
    command.addAll(List.of("--output", output.toString(), "--master", "local[1]"));
    command.addAll(List.of(more));
    return CommandRun.of(command);
  }

  /** Size, preset and detail of each row. */
  private static List<String> rows(Path table) throws IOException {
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      return spark.read().parquet(table.toString()).collectAsList().stream()
          .map(DecodingIT::told)
          .toList();
    }
  }

  private static String told(Row row) {
    assertThat(row.<String>getAs("error")).isNull();
    return row.getAs("width")
        + "x"
        + row.getAs("height")
        + " "
        + row.getAs("preset")
        + " "
        + row.getAs("error_detail");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.guard;

import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.outputs.OutputKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run reads is never replaced, and what it did not write neither. */
class OutputGuardTest {
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path output;

  @BeforeEach
  void output() throws IOException {
    output = Files.createDirectories(folder.resolve("out"));
  }

  @Test
  void whatIsReadMayNeitherBeNorLieInTheOutput() throws IOException {
    Files.writeString(output.resolve("weights.h5"), "weights");
    for (Path read : List.of(output, output.resolve("weights.h5"), output.resolve("missing/a"))) {
      assertThatThrownBy(() -> guard().reads("--weights", read.toString()))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("holds " + read + ", which this run reads")
          .hasMessageContaining("--output")
          .hasMessageContaining("--weights");
    }
    guard().reads("--weights", folder.resolve("output/weights.h5").toString());
    guard().reads("--input", folder.toString());
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), pictures);
    assertThatThrownBy(() -> guard(pictures).reads("--input", link.toString()))
        .isInstanceOf(MobileSparkException.class);
    assertThatThrownBy(() -> guard(link).reads("--input", pictures.toString()))
        .isInstanceOf(MobileSparkException.class);
    assertThatThrownBy(
            () -> guard(folder.resolve("link/sub")).reads("--head", pictures + "/sub/head"))
        .isInstanceOf(MobileSparkException.class);
  }

  @Test
  void anOutputIsWhatALinkOfItsNameLeadsTo() throws IOException {
    Files.createSymbolicLink(folder.resolve("far"), output);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("far"));
    assertThat(guard(link).output().toString()).isEqualTo("file:" + output);
    // Not there yet, and above it a link whose parent is another than its target's.
    Path deep = Files.createDirectories(folder.resolve("deep/er"));
    Files.createSymbolicLink(folder.resolve("near"), deep);
    Path later = Files.createSymbolicLink(folder.resolve("later"), Path.of("near/../new"));
    assertThat(guard(later).output().toString()).isEqualTo("file:" + folder + "/deep/new");
    Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    assertThatThrownBy(() -> guard(circle))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("circle is a link that leads to itself");
  }

  @Test
  void whatIsMountedCannotBeRenamed() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/proc"));
    for (Path mounted : List.of(Path.of("/proc"), link)) {
      assertThatThrownBy(() -> guard(mounted).requireMovable())
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("file:/proc is a mount point")
          .hasMessageContaining("--output");
    }
    guard().requireMovable();
    guard(folder.resolve("none")).requireMovable();
  }

  @Test
  void ofAPatternItsFixedBeginningCounts() throws IOException {
    assertThatThrownBy(() -> guard().reads("--input", output + "/*/a.jpg"))
        .isInstanceOf(MobileSparkException.class);
    guard().reads("--input", folder + "/*/a.jpg");
    // A literal name that looks like a pattern.
    Path literal = Files.createDirectories(folder.resolve("out[1]"));
    assertThatThrownBy(() -> guard(literal).reads("--input", literal.toString()))
        .isInstanceOf(MobileSparkException.class);
  }

  @Test
  void picturesThatWereListedMayNotLieThere() {
    OutputGuard guard = guard();
    assertThatThrownBy(() -> guard.requireOutside("file:" + output + "/a.jpg"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("holds pictures of the input, such as file:" + output + "/a.jpg");
    guard.requireOutside("file:" + output + "put/a.jpg");
  }

  @Test
  void onlyWhatCarriesAMarkerAndNothingElseIsReplaced() throws IOException {
    guard().requireFree(OutputKind.REPORT, false);
    Files.writeString(output.resolve("report.json"), "{}");
    assertThatThrownBy(() -> guard().requireFree(OutputKind.REPORT, false))
        .hasMessageContaining("is there already; --overwrite replaces it");
    assertThatThrownBy(() -> guard().requireFree(OutputKind.REPORT, true))
        .hasMessageContaining("report.json, which MobileSpark did not write");
    marker(OutputKind.REPORT, Set.of("report.json", "deep/*"));
    Files.createDirectories(output.resolve("deep/er"));
    Files.writeString(output.resolve("deep/er/page.html"), "");
    Files.writeString(output.resolve(".report.json.crc"), "");
    guard().requireFree(OutputKind.REPORT, true);
    assertThatThrownBy(() -> guard().requireFree(OutputKind.HEAD, true))
        .hasMessageContaining("is a report, which would be replaced by a head");
    Files.writeString(output.resolve("mine.txt"), "");
    assertThatThrownBy(() -> guard().requireFree(OutputKind.REPORT, true))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("out/mine.txt, which MobileSpark did not write");
  }

  @Test
  void aTablesFilesCarryItsRuns() throws IOException {
    Files.createDirectories(output.resolve("_mobilespark"));
    Files.writeString(
        output.resolve("_mobilespark/run.json"),
        "{\"schema_version\": 1, \"run\": \"b\", \"files\": [\"part-a\", \"part-b\"]}");
    Files.createDirectories(output.resolve("source_label=x"));
    Files.writeString(output.resolve("source_label=x/part-a-00000.snappy.parquet"), "");
    Files.writeString(output.resolve("_SUCCESS"), "");
    guard().requireReplaceable(OutputKind.TABLE);
    Files.writeString(output.resolve("source_label=x/part-00000-of-another.parquet"), "");
    assertThatThrownBy(() -> guard().requireReplaceable(OutputKind.TABLE))
        .hasMessageContaining("part-00000-of-another.parquet");
    // A table of an earlier version says nothing of its files.
    Files.writeString(output.resolve("_mobilespark/run.json"), "{\"command\": \"label\"}");
    guard().requireReplaceable(OutputKind.TABLE);
  }

  @Test
  void whatALaterVersionWroteIsNotRead() throws IOException {
    Files.createDirectories(output.resolve("_mobilespark"));
    Files.writeString(output.resolve("_mobilespark/run.json"), "{\"schema_version\": 99}");
    assertThatThrownBy(
            () -> guard(folder.resolve("report")).reads("--predictions", output.toString()))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("schema version 99");
  }

  private void marker(OutputKind kind, Set<String> files) throws IOException {
    OutputMarker.now(kind, "r", files)
        .write(FileSystem.getLocal(HADOOP), new org.apache.hadoop.fs.Path("file:" + output));
  }

  private OutputGuard guard() {
    return guard(output);
  }

  private static OutputGuard guard(Path output) {
    return OutputGuard.of("--output", output.toString(), HADOOP);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build says of its skipped tests. */
class SkipListTest {
  private static final String LISTED = "a.GpuTest#fast wants a GPU";

  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void whatIsListedMayBeSkipped() throws IOException {
    assertThat(check(LISTED, skipped("a.GpuTest#fast"), ran("a.GpuTest#slow"))).isTrue();
    assertThat(said()).contains("on the list: a.GpuTest#fast (why)").contains("1 of 2, 0 of them");
  }

  @Test
  void aListedClassStandsForItsTests() throws IOException {
    assertThat(check("a.GpuTest by hand", skipped("a.GpuTest"), skipped("a.GpuTest#slow")))
        .isTrue();
    assertThat(check("a.GpuTest by hand", skipped("a.GpuTestOfMine"))).isFalse();
  }

  @Test
  void whatIsNotListedIsNamedWithItsReason() throws IOException {
    assertThat(check(LISTED, skipped("a.GpuTest#fast"), skipped("a.OtherTest#exact"))).isFalse();
    assertThat(said())
        .contains("NOT LISTED: a.OtherTest#exact (why)")
        .contains("2 of 2, 1 of them");
  }

  @Test
  void aListedTestDoesNotCoverItsClass() throws IOException {
    assertThat(check(LISTED, skipped("a.GpuTest"))).isFalse();
    assertThat(check(LISTED, skipped("a.GpuTest#faster"))).isFalse();
  }

  @Test
  void aListedTestThatRunsIsSaid() throws IOException {
    assertThat(check(LISTED, ran("a.GpuTest#fast"))).isTrue();
    assertThat(said()).contains("LISTED BUT RUN: a.GpuTest#fast (wants a GPU)");
  }

  @Test
  void aLineWithoutATestIsNamed() throws IOException {
    assertThat(check("a.GpuTest#gone wants a GPU", ran("a.GpuTest#slow"))).isFalse();
    assertThat(said()).contains("NO SUCH TEST: a.GpuTest#gone (wants a GPU)");
    assertThat(check("a.Gone wants a GPU", ran("a.GpuTest#slow"))).isFalse();
    assertThat(said()).contains("NO SUCH TEST: a.Gone (wants a GPU)");
  }

  @Test
  void aBuildWithoutARecordIsNotTakenForOneWithoutSkips() throws IOException {
    assertThat(check(LISTED)).isFalse();
    assertThat(said()).contains("no record of any test");
  }

  @Test
  void aRecordIsReadOnce() throws IOException {
    assertThat(check(LISTED, ran("a.GpuTest#slow"))).isTrue();
    assertThat(folder.resolve("outcomes")).isEmptyDirectory();
  }

  @Test
  void aLineHasAReasonAndATestOneLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SkipList.of(List.of("a.GpuTest#fast")))
        .withMessageContaining("a.GpuTest#fast");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SkipList.of(List.of(LISTED, LISTED)))
        .withMessageContaining("a.GpuTest#fast");
  }

  private boolean check(String line, TestOutcome... outcomes) throws IOException {
    Path list = Files.createDirectories(folder.resolve(".ci")).resolve("skips");
    Files.writeString(list, "# Why.\n\n" + line + "\n");
    Path sources = Files.createDirectories(folder.resolve("m/src/test/java/a"));
    Files.writeString(
        sources.resolve("GpuTest.java"), "class GpuTest { void fast() {} void slow() {} }");
    Path records = Files.createDirectories(folder.resolve("outcomes"));
    if (outcomes.length > 0) {
      Files.write(
          records.resolve("unit-tests"),
          List.of(outcomes).stream().map(TestOutcome::line).toList());
    }
    said.reset();
    return new SkipCheck(folder, records, new PrintStream(said, true, StandardCharsets.UTF_8))
        .run();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static TestOutcome skipped(String test) {
    return new TestOutcome(test, true, "why");
  }

  private static TestOutcome ran(String test) {
    return new TestOutcome(test, false, "");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's script for spark-submit, where what it needs is not to be had. */
class SparkSubmitScriptTest {
  private static final Path SCRIPT = Path.of("..", ".ci", "spark-submit");

  @TempDir private Path folder;

  private record Ended(int code, String out, String err) {}

  @Test
  void withoutPysparkTheBuildFailsWhereNothingMayBeSkipped() throws Exception {
    built();
    Ended ended = run("true");
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("spark-submit: FAILED, python3 -m venv does not work here");
  }

  @Test
  void elsewhereItSaysThatItIsSkipped() throws Exception {
    built();
    Ended ended = run("");
    assertThat(ended.code).isZero();
    assertThat(ended.out).contains("spark-submit: SKIPPED, python3 -m venv does not work here");
  }

  @Test
  void withoutABuildItFails() throws Exception {
    Ended ended = run("");
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("FAILED, no ").contains("mobilespark-all.jar");
  }

  private void built() throws IOException {
    Path target = Files.createDirectories(folder.resolve("jobs/target"));
    Files.writeString(target.resolve("mobilespark-all.jar"), "");
    Files.writeString(target.resolve("s3proxy.classpath"), "");
  }

  /** Beside a python3 that fails. */
  private Ended run(String ci) throws IOException, InterruptedException {
    Path script = Files.createDirectories(folder.resolve(".ci")).resolve("spark-submit");
    Files.copy(SCRIPT, script);
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path python = programs.resolve("python3");
    Files.writeString(python, "#!/bin/sh\nexit 9\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
    builder.environment().merge("PATH", programs.toString(), (old, mine) -> mine + ":" + old);
    builder.environment().put("CI", ci);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err);
  }
}

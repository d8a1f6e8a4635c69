// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that labels good, damaged and broken pictures says what is its own, and no more. */
class QuietRunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void saysNothingThatIsNotItsOwn() throws IOException {
    Drawings drawings = Drawings.below(folder, 30, 7);
    int damaged = damage(drawings.set().folder());
    assertThat(damaged).isPositive();
    List<String> command = drawings.command(drawings.input(), folder.resolve("table"));
    try (JavaProcess run =
        CommandProcess.start("label", folder, command, "-Dmobilespark.filterNativeMessages=true")) {
      assertThat(run.exitCode(PATIENCE)).as(run.output()).isZero();
      assertThat(run.output().lines())
          .as(run.output())
          .allMatch(
              line ->
                  line.matches(
                      "([0-9,]+ (of [0-9,]+ )?(pictures|files)[ ,].*)"
                          + "|(Pictures|Rate|Time|Bound by|Model|Device|Output|Rejected) .*"
                          + "|Left out(:|   ) 2 side files, the first file:.*"
                          + "|mobilenet_v1_.* with preset squash: input 96x96 of -1..1, .*"
                          + "|  [A-Za-z_]+ +[0-9,]+"));
    }
  }

  /** Extraneous bytes before the end, with which libjpeg decodes a picture and warns of it. */
  private static int damage(Path set) throws IOException {
    int damaged = 0;
    try (Stream<Path> files = Files.walk(set)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".jpg"))::iterator) {
        byte[] jpeg = Files.readAllBytes(file);
        if (jpeg.length > 1000) {
          byte[] longer = Arrays.copyOf(jpeg, jpeg.length + 20);
          System.arraycopy(jpeg, jpeg.length - 2, longer, jpeg.length + 18, 2);
          Arrays.fill(longer, jpeg.length - 2, jpeg.length + 18, (byte) 0x11);
          Files.write(file, longer);
          damaged++;
        }
      }
    }
    return damaged;
  }
}

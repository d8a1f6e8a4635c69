package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing suffers where no archive is wanted or none can be written. */
class ClassArchiveTest {
  @TempDir private Path folder;

  @Test
  void nobodyAskedForOne() {
    assertThat(ClassArchive.keep()).isFalse();
  }

  @Test
  void aJvmThatDoesNotRecordLeavesNothing() throws IOException {
    System.setProperty(ClassArchive.PROPERTY, folder.resolve("a.jsa").toString());
    try {
      assertThat(ClassArchive.keep()).isFalse();
    } finally {
      System.clearProperty(ClassArchive.PROPERTY);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's own file as it lies, a remote one as a copy that goes away. */
class LocalCopyTest {
  @TempDir private Path folder;

  private final Configuration hadoop = FaultyFileSystem.configuration();

  @Test
  void aLocalFileIsUsedWhereItLiesAndStays() throws IOException {
    Path file = Files.writeString(folder.resolve("my model#1%20.h5"), "weights");
    for (String uri : new String[] {file.toString(), "file:" + file, "file://" + file}) {
      try (LocalCopy copy = LocalCopy.of("weights", uri, hadoop)) {
        assertThat(copy.path()).isEqualTo(file);
      }
      assertThat(file).hasContent("weights");
    }
  }

  @Test
  void aRemoteFileIsCopiedAndTheCopyRemoved() throws IOException {
    Files.writeString(folder.resolve("model.h5"), "weights");
    Path path;
    try (LocalCopy copy = LocalCopy.of("weights", "faulty:" + folder + "/model.h5", hadoop)) {
      path = copy.path();
      assertThat(path).hasContent("weights").isNotEqualTo(folder.resolve("model.h5"));
    }
    assertThat(path).doesNotExist();
    assertThat(folder.resolve("model.h5")).exists();
  }

  @Test
  void aCopyThatFailsLeavesNothingBehind() throws IOException {
    Files.writeString(folder.resolve("broken.h5"), "weights");
    Set<Path> before = copies();
    assertFails("faulty:" + folder + "/broken.h5", "cannot be read", "Connection reset");
    assertThat(copies()).isEqualTo(before);
  }

  @Test
  void aFolderIsCopiedWholeAndRemovedWhole() throws IOException {
    Files.createDirectories(folder.resolve("saved/variables"));
    Files.writeString(folder.resolve("saved/saved_model.pb"), "graph");
    Files.writeString(folder.resolve("saved/variables/variables.index"), "index");
    Path path;
    try (LocalCopy copy = LocalCopy.of("weights", "faulty:" + folder + "/saved", hadoop)) {
      path = copy.path();
      assertThat(path).isNotEqualTo(folder.resolve("saved"));
      assertThat(path.resolve("saved_model.pb")).hasContent("graph");
      assertThat(path.resolve("variables/variables.index")).hasContent("index");
    }
    assertThat(path).doesNotExist();
    assertThat(folder.resolve("saved/saved_model.pb")).exists();
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertFails(folder + "/none.h5", "There is no weights file " + folder + "/none.h5", "");
    assertFails("faulty:" + folder + "/none.h5", "There is no weights file faulty:", "none.h5");
    assertFails("nosuch://host/model.h5", "nosuch://host/model.h5 cannot be read", "nosuch");
  }

  private void assertFails(String uri, String says, String andSays) {
    assertThatThrownBy(() -> LocalCopy.of("weights", uri, hadoop).close())
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(says)
        .hasMessageContaining(andSays);
  }

  private static Set<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.toString().endsWith("-broken.h5"))
          .collect(Collectors.toSet());
    }
  }
}

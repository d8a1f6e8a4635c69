// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that appear whole or not at all. */
class ShardFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"file", "object"})
  void whatIsNotCommittedIsNotThere(String scheme) throws IOException {
    try (ShardFile file = create(scheme, "1")) {
      file.stream().write(7);
      assertThat(folder.resolve("shard")).doesNotExist();
    }
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "object"})
  void anotherAttemptTakesThePlaceOfTheFirst(String scheme) throws IOException {
    for (String attempt : List.of("1", "2")) {
      try (ShardFile file = create(scheme, attempt)) {
        file.stream().write(Integer.parseInt(attempt));
        file.stream().close();
        file.commit();
      }
    }
    assertThat(names()).containsExactly("shard");
    assertThat(Files.readAllBytes(folder.resolve("shard"))).containsExactly(2);
  }

  @Test
  void attemptsAtOneTimeDoNotMeet() throws IOException {
    try (ShardFile first = create("file", "1");
        ShardFile second = create("file", "2")) {
      first.stream().write(1);
      second.stream().write(2);
      first.stream().close();
      first.commit();
    }
    assertThat(names()).containsExactly("shard");
    assertThat(Files.readAllBytes(folder.resolve("shard"))).containsExactly(1);
  }

  private ShardFile create(String scheme, String attempt) throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.object.impl", ObjectFileSystem.class.getName());
    return ShardFile.create(
        new org.apache.hadoop.fs.Path(scheme + ":" + folder + "/shard"), attempt, hadoop);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}

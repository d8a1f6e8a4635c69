// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notes of waves that lie together, as a later process finds them. */
class MergesTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Workplace place;

  @SuppressWarnings("NullAway.Init")
  private Waves waves;

  @BeforeEach
  void commitFiveWaves() throws IOException {
    place = Workplace.of(folder.resolve("table").toString(), new Configuration(false));
    waves = Waves.none(place);
    for (int i = 0; i < 5; i++) {
      Files.createDirectories(own(String.format(Locale.ROOT, "waves/%05d-a", i)));
      waves.add(
          new Wave(
              String.format(Locale.ROOT, "%05d-a", i),
              i,
              i + 1,
              Map.of("classified", 1L),
              1,
              Map.of(),
              LeftOut.NONE, 0));
    }
  }

  private Path own(String name) {
    return folder.resolve(".table.mobilespark").resolve(name);
  }

  private static void add(Merges merges, int to) throws IOException {
    Files.createDirectories(Path.of(merges.folder().toUri().getPath()));
    merges.add(merges.folder(), to);
  }

  @Test
  void theyGoOnWhereTheOneBeforeEnded() throws IOException {
    try (RunLock lock = RunLock.acquire(place, "a")) {
      Merges merges = Merges.none(lock);
      add(merges, 2);
      // A wave that lies well is one by itself.
      merges.add(waves.folders().get(2), 3);
      Merges found = Merges.of(lock, waves);
      assertThat(found.next()).isEqualTo(3);
      assertThat(found.folders().stream().map(org.apache.hadoop.fs.Path::getName))
          .containsExactly("00000-a", "00002-a");
      assertThat(found.folder().getName()).isEqualTo("00002-a");
    }
  }

  @Test
  void oneWhoseRowsOrWavesAreGoneIsNoneAndNoneThatComesAfter() throws IOException {
    try (RunLock lock = RunLock.acquire(place, "a")) {
      Merges merges = Merges.none(lock);
      add(merges, 2);
      add(merges, 4);
      add(merges, 5);
      Files.delete(own("merged/00001-a"));
      assertThat(Merges.of(lock, waves).next()).isEqualTo(2);
      Files.createDirectories(own("merged/00001-a"));
      Files.delete(own("waves/00004-a"));
      assertThat(Merges.of(lock, Waves.of(place)).next()).isEqualTo(4);
    }
  }

  @Test
  void whatHasNoNoteIsRemoved() throws IOException {
    try (RunLock lock = RunLock.acquire(place, "a")) {
      Merges merges = Merges.none(lock);
      add(merges, 2);
      Files.createDirectories(own("merged/00001-a"));
      Files.createDirectories(own("merged/00001-b"));
      merges.removeUncommitted("a");
      assertThat(own("merged/00001-a")).doesNotExist();
      assertThat(own("merged/00001-b")).isDirectory();
      merges.removeUncommitted();
      assertThat(own("merged/00001-b")).doesNotExist();
      assertThat(own("merged/00000-a")).isDirectory();
    }
  }

  @Test
  void aSecondOneIsRefused() throws IOException {
    try (RunLock lock = RunLock.acquire(place, "a")) {
      Merges late = Merges.none(lock);
      add(Merges.none(lock), 2);
      org.apache.hadoop.fs.Path folder = late.folder();
      assertThatThrownBy(() -> late.add(folder, 3))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("Another run has put waves of ");
    }
  }
}

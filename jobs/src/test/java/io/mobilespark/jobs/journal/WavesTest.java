// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notes of committed waves, as a later process finds them. */
class WavesTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Workplace place;

  @SuppressWarnings("NullAway.Init")
  private Path below;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.of(folder.resolve("table").toString(), new Configuration(false));
    below = Files.createDirectories(folder.resolve(".table.mobilespark/waves"));
  }

  @Test
  void notesComeBackInOrder() throws IOException {
    Waves waves = Waves.none(place);
    Wave first = wave(waves, "a", 0, 40);
    waves.add(first);
    Wave second = wave(waves, "b", 40, 50);
    waves.add(second);
    Waves found = Waves.of(place);
    assertThat(found.all()).containsExactly(first, second);
    assertThat(found.next()).isEqualTo(50);
    assertThat(found.all().get(0).counts())
        .containsExactly(Map.entry("classified", 39L), Map.entry("EMPTY", 1L));
    assertThat(found.folders().get(1).getName()).isEqualTo("00001-b");
    assertThat(found.folder("c").getName()).isEqualTo("00002-c");
  }

  @Test
  void whatHasNoNoteIsRemoved() throws IOException {
    Waves waves = Waves.none(place);
    waves.add(wave(waves, "a", 0, 40));
    // Committed by Spark, but its note was not written any more.
    Files.createDirectories(below.resolve("00001-b"));
    Files.writeString(below.resolve("00001-b/_SUCCESS"), "");
    Files.writeString(below.resolve(".00001.json.tmp"), "{");
    Waves found = Waves.of(place);
    found.removeUncommitted();
    assertThat(found.next()).isEqualTo(40);
    assertThat(below.resolve("00000-a")).isDirectory();
    assertThat(below.resolve("00001-b")).doesNotExist();
  }

  @Test
  void anAttemptRemovesOnlyItsOwn() throws IOException {
    Waves waves = Waves.none(place);
    waves.add(wave(waves, "a", 0, 40));
    Files.createDirectories(below.resolve("00001-a"));
    Files.createDirectories(below.resolve("00001-b"));
    waves.removeUncommitted("a");
    assertThat(below.resolve("00000-a")).isDirectory();
    assertThat(below.resolve("00001-a")).doesNotExist();
    assertThat(below.resolve("00001-b")).isDirectory();
  }

  @Test
  void aNoteWhoseRowsAreGoneCountsForNothing() throws IOException {
    Waves waves = Waves.none(place);
    waves.add(wave(waves, "a", 0, 40));
    waves.add(wave(waves, "a", 40, 50));
    Files.delete(below.resolve("00001-a"));
    Waves found = Waves.of(place);
    assertThat(found.next()).isEqualTo(40);
    found.add(wave(found, "b", 40, 50));
    assertThat(Waves.of(place).folders().get(1).getName()).isEqualTo("00001-b");
  }

  @Test
  void aWaveThatAnotherRunHasCommittedMeanwhileStays() throws IOException {
    Waves first = Waves.none(place);
    Waves second = Waves.of(place);
    Wave theirs = wave(second, "b", 0, 40);
    second.add(theirs);
    assertThatThrownBy(() -> first.add(wave(first, "a", 0, 40)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("Another run has committed 00000-b");
    assertThat(Waves.of(place).all()).containsExactly(theirs);
  }

  @Test
  void gapsAreRefused() throws IOException {
    Waves waves = Waves.none(place);
    assertThatThrownBy(() -> waves.add(wave(waves, "a", 1, 40)))
        .isInstanceOf(IllegalArgumentException.class);
    waves.add(wave(waves, "a", 0, 40));
    place
        .files()
        .write(
            new org.apache.hadoop.fs.Path(place.waves(), "00001.json"),
            new Wave("00001-b", 41, 50, Map.of(), 1, Map.of(), LeftOut.NONE, 0));
    Files.createDirectories(below.resolve("00001-b"));
    assertThatThrownBy(() -> Waves.of(place))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("41 instead of 40");
  }

  private Wave wave(Waves waves, String attempt, long from, long to) throws IOException {
    Files.createDirectories(below.resolve(waves.folder(attempt).getName()));
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("classified", to - from - 1);
    counts.put("EMPTY", 1L);
    return new Wave(
        waves.folder(attempt).getName(),
        from,
        to,
        counts,
        1.5,
        Map.of("read", 2.5),
        LeftOut.NONE.plus(LeftOut.Reason.SIDE_FILE, "a.tar#a.npy"), 0);
  }
}

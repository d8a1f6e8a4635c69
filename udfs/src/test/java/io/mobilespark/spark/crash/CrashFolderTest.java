// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashFolderTest {
  private static final CrashNote OF_TWO = new CrashNote("node1", false, List.of("a", "b\n\"ü"));
  private static final CrashNote OF_ONE = new CrashNote("node2", true, List.of("c"));

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private CrashFolder notes;

  @BeforeEach
  void open() throws IOException {
    notes = new CrashFolder(folder.resolve("crash").toString(), new Configuration(false));
  }

  @Test
  void whatWasInHandAmongOthersIsSuspectedAndWhatWasAloneHasCrashed() throws IOException {
    assertThat(notes.dead(Duration.ZERO)).isEqualTo(Suspects.NONE);
    notes.write("job-1-7", OF_TWO);
    notes.write("job-1-8", OF_ONE);
    assertThat(notes.dead(Duration.ZERO))
        .isEqualTo(new Suspects(Set.of("a", "b\n\"ü"), Map.of("c", "node2")));
    assertThat(notes.dead(name -> name.equals("job-1-8"), Duration.ZERO, () -> false))
        .isEqualTo(new Suspects(Set.of(), Map.of("c", "node2")));
    notes.remove("job-1-7");
    notes.forget();
    assertThat(notes.dead(Duration.ZERO)).isEqualTo(Suspects.NONE);
    assertThat(notes.isEmpty()).isTrue();
  }

  /** A slow attempt of which Spark has begun a copy elsewhere. */
  @Test
  void whoseNoteMovesIsNotDead() throws IOException {
    notes.write("gone", OF_ONE);
    notes.write("moved", new CrashNote("node3", true, List.of("d")));
    notes.write("still", new CrashNote("node4", true, List.of("e")));
    Suspects dead =
        notes.dead(
            name -> true,
            Duration.ofSeconds(30),
            () -> {
              try {
                notes.remove("gone");
                notes.write("moved", OF_TWO);
                return true;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(dead).isEqualTo(new Suspects(Set.of("a", "b\n\"ü"), Map.of("e", "node4")));
  }

  @Test
  void whoDiedWritingHadNothingInHand() throws IOException {
    notes.write("whole", OF_TWO);
    Path whole = folder.resolve("crash/whole.json");
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(whole, Arrays.copyOf(bytes, length));
      assertThat(notes.dead(Duration.ZERO)).as("%d bytes", length).isEqualTo(Suspects.NONE);
    }
  }

  @Test
  void aProcessThatDoesNotSayThatItEndedHasDied() throws IOException {
    assertThat(notes.diedBefore()).isFalse();
    notes.begin();
    notes.begin();
    assertThat(notes.diedBefore()).isTrue();
    assertThat(notes.isEmpty()).isTrue();
    notes.forget();
    assertThat(notes.diedBefore()).isTrue();
    notes.end();
    assertThat(notes.diedBefore()).isFalse();
  }

  @Test
  void onlyWhatIsNewIsLearned() {
    Suspects some = new Suspects(Set.of("a"), Map.of("c", "node1"));
    assertThat(some.learnsFrom(Suspects.NONE)).isFalse();
    assertThat(some.learnsFrom(new Suspects(Set.of(), Map.of("c", "node2")))).isFalse();
    assertThat(some.learnsFrom(new Suspects(Set.of("b"), Map.of()))).isTrue();
    assertThat(some.learnsFrom(new Suspects(Set.of(), Map.of("a", "node1")))).isTrue();
  }
}

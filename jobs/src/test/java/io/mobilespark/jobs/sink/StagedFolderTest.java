// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.jobs.testbed.PiecemealFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole or not at all, and nothing lost. */
class StagedFolderTest {
  @TempDir private Path parent;

  @SuppressWarnings("NullAway.Init")
  private Path output;

  @Nullable private RunLock lock;

  @BeforeEach
  void name() {
    output = parent.resolve("out put#1%");
  }

  @Test
  void theFolderAppearsOnlyWithTheCommit() throws IOException {
    StagedFolder folder = at(false);
    assertThat(besideLocks()).isEmpty();
    write(folder, "new");
    assertThat(output).doesNotExist();
    folder.commit();
    assertHolds("new");
    assertNothingElse();
    folder.discard();
    assertHolds("new");
  }

  @Test
  void whatIsThereIsRefusedAndNotTouched() throws IOException {
    old();
    assertThatThrownBy(() -> at(false))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage("The output file:" + output + " is there already; --overwrite replaces it");
    assertHolds("old");
    assertNothingElse();
  }

  @Test
  void aFileIsRefusedToo() throws IOException {
    Files.writeString(output, "a file");
    assertThatThrownBy(() -> at(false)).isInstanceOf(MobileSparkException.class);
    assertThatThrownBy(() -> at(true))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("is a file, which is not replaced");
    assertThat(output).hasContent("a file");
    assertNothingElse();
  }

  @Test
  void anEmptyFolderIsTakenAtTheCommitAndStaysUntilThen() throws IOException {
    Files.createDirectories(output);
    StagedFolder folder = at(false);
    write(folder, "new");
    assertThat(output).isEmptyDirectory();
    folder.discard();
    assertThat(output).isEmptyDirectory();
    assertNothingElse();
    write(folder, "new");
    folder.commit();
    assertHolds("new");
    assertNothingElse();
  }

  @Test
  void overwritingKeepsTheOldUntilTheCommit() throws IOException {
    old();
    Files.createDirectories(output.resolve("deep"));
    StagedFolder folder = at(true);
    write(folder, "new");
    assertHolds("old");
    folder.commit();
    assertHolds("new");
    assertThat(output.resolve("deep")).doesNotExist();
    assertNothingElse();
  }

  @Test
  void aFailedRunLeavesTheOldAndNothingElse() throws IOException {
    old();
    StagedFolder folder = at(true);
    write(folder, "new");
    folder.discard();
    assertHolds("old");
    assertNothingElse();
  }

  @Test
  void whatAppearsMeanwhileIsRefused() throws IOException {
    StagedFolder folder = at(false);
    write(folder, "new");
    Files.createDirectories(output);
    Files.writeString(output.resolve("part"), "somebody's");
    assertThatThrownBy(folder::commit).isInstanceOf(MobileSparkException.class);
    folder.discard();
    assertHolds("somebody's");
    assertNothingElse();
  }

  @Test
  void whatIsNotMobileSparksIsNeverReplaced() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> at(true))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("mine.txt, which MobileSpark did not write");
    Files.delete(output.resolve("mine.txt"));
    old();
    StagedFolder folder = at(true);
    write(folder, "new");
    Files.createDirectories(output.resolve("deep"));
    Files.writeString(output.resolve("deep/mine.txt"), "mine");
    assertThatThrownBy(folder::commit)
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("deep/mine.txt");
    folder.discard();
    assertThat(output.resolve("deep/mine.txt")).hasContent("mine");
    assertHolds("old");
    assertNothingElse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAKilledRunHadMovedAsideComesBack(boolean madeAgain) throws IOException {
    old();
    Path aside = parent.resolve("." + output.getFileName() + ".mobilespark-killed/old");
    Files.createDirectories(aside.getParent());
    Files.move(output, aside);
    if (madeAgain) {
      Files.createDirectory(output);
    }
    StagedFolder folder = at(true);
    assertHolds("old");
    write(folder, "new");
    folder.commit();
    assertHolds("new");
  }

  @Test
  void aRenameThatFailsPutsTheOldBack() throws IOException {
    old();
    StagedFolder folder = stubborn("new");
    write(folder, "new");
    assertThatThrownBy(folder::commit)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot rename");
    folder.discard();
    assertHolds("old");
    assertNothingElse();
  }

  @Test
  void whatCannotBePutBackIsKeptAndNamed() throws IOException {
    old();
    StagedFolder folder = stubborn("new,old");
    write(folder, "new");
    Path aside = parent.resolve("." + output.getFileName() + ".mobilespark-r/old");
    assertThatThrownBy(folder::commit)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("what was there lies in stubborn:" + aside);
    folder.discard();
    assertThat(aside.resolve("part")).hasContent("old");
    assertThat(aside.resolveSibling("new")).doesNotExist();
  }

  @Test
  void outputsThatCannotBeAreRefusedInOneLine() {
    for (String uri : List.of("file:///", "/", "nosuch://host/out")) {
      assertThatThrownBy(() -> at(guard(uri), "r", true))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("output")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void whereFilesAreMovedOneByOneTheNextRunEndsWhatAKillHasLeft() throws IOException {
    for (int changes = 1; changes < 40; changes++) {
      PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
      output = parent.resolve("output-" + changes);
      StagedFolder old = piecemeal("old", false);
      write(old, "old");
      Files.writeString(staged(old, "gone"), "old");
      old.commit();
      StagedFolder folder = piecemeal("r", true);
      write(folder, "new");
      Files.createDirectories(staged(folder, "deep"));
      Files.writeString(staged(folder, "deep/more"), "new");
      PiecemealFileSystem.dieAfter(changes);
      boolean died = isKilled(folder);
      PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
      Path left = parent.resolve("." + output.getFileName() + ".mobilespark-r");
      boolean decided =
          Files.exists(left.resolve("files.json")) || Files.exists(left.resolve(".files.json.tmp"));
      // The last step; what is left then is the hidden folder.
      boolean done = !Files.exists(output.resolve("gone"));
      OutputGuard guard = guard("piecemeal:" + output);
      StagedFolder.bringBack(lock(guard, "next"), guard);
      boolean isNew = decided || done;
      assertHolds(isNew ? "new" : "old");
      assertThat(Files.exists(output.resolve("deep/more"))).isEqualTo(isNew);
      assertThat(Files.exists(output.resolve("gone"))).isEqualTo(!isNew);
      // And it may be replaced again: all that lies there is MobileSpark's.
      StagedFolder next = piecemeal("next", true);
      write(next, "next");
      next.commit();
      assertHolds("next");
      if (!died) {
        return;
      }
    }
    throw new AssertionError("a commit takes fewer changes");
  }

  @Test
  void whatOthersPutThereBetweenAKillAndTheNextRunStays() throws IOException {
    StagedFolder old = piecemeal("old", false);
    write(old, "old");
    Files.writeString(staged(old, "gone"), "old");
    old.commit();
    StagedFolder folder = piecemeal("r", true);
    write(folder, "new");
    for (int changes = 1; !decided(); changes++) {
      PiecemealFileSystem.dieAfter(changes);
      assertThat(isKilled(folder)).isTrue();
      PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
    }
    Files.writeString(output.resolve("mine.txt"), "mine");
    OutputGuard guard = guard("piecemeal:" + output);
    StagedFolder.bringBack(lock(guard, "next"), guard);
    assertHolds("new");
    assertThat(output.resolve("gone")).doesNotExist();
    assertThat(output.resolve("mine.txt")).hasContent("mine");
  }

  private boolean decided() {
    return Files.exists(parent.resolve("." + output.getFileName() + ".mobilespark-r/files.json"));
  }

  @Test
  void whoHasLostItsLockPutsNothingInPlace() throws IOException {
    for (String scheme : List.of("file:", "piecemeal:")) {
      output = parent.resolve("output-" + scheme.length());
      OutputGuard guard = guard(scheme + output);
      StagedFolder folder = at(guard, "r", false);
      write(folder, "new");
      RunLock lost = Objects.requireNonNull(lock);
      lost.close();
      try (RunLock next =
          RunLock.acquire(Workplace.of(guard.fileSystem(), guard.output()), "next")) {
        assertThatThrownBy(folder::commit)
            .isInstanceOf(MobileSparkException.class)
            .hasMessageContaining("has been taken over by run next");
        next.check();
      }
      folder.discard();
      assertThat(output.resolve("part")).doesNotExist();
    }
  }

  private static boolean isKilled(StagedFolder folder) {
    try {
      folder.commit();
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessage("killed");
      return true;
    }
  }

  private StagedFolder piecemeal(String run, boolean overwrite) {
    return at(guard("piecemeal:" + output), run, overwrite);
  }

  private static Path staged(StagedFolder folder, String name) {
    return Path.of(folder.staging().toUri().getPath()).resolve(name);
  }

  /** The local disk, which refuses to rename folders of some names. */
  static final class StubbornFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("stubborn:///");
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !List.of(getConf().getStrings("stubborn.names")).contains(from.getName())
          && super.rename(from, to);
    }
  }

  private StagedFolder stubborn(String names) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.stubborn.impl", StubbornFileSystem.class.getName());
    hadoop.setBoolean("fs.stubborn.impl.disable.cache", true);
    hadoop.set("stubborn.names", names);
    return at(OutputGuard.of("--output", "stubborn:" + output, hadoop), "r", true);
  }

  private StagedFolder at(boolean overwrite) {
    return at(guard(output.toString()), "r", overwrite);
  }

  /** As a run that comes after all others, which have ended or were killed. */
  private StagedFolder at(OutputGuard guard, String run, boolean overwrite) {
    return StagedFolder.at(lock(guard, run), guard, OutputKind.REPORT, overwrite);
  }

  private RunLock lock(OutputGuard guard, String run) {
    try {
      if (lock != null) {
        lock.close();
      }
      lock = RunLock.acquire(Workplace.of(guard.fileSystem(), guard.output()), run);
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputGuard guard(String uri) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.piecemeal.impl", PiecemealFileSystem.class.getName());
    return OutputGuard.of("--output", uri, hadoop);
  }

  /** What an earlier run has left there. */
  private void old() throws IOException {
    StagedFolder folder = at(false);
    write(folder, "old");
    folder.commit();
  }

  private static void write(StagedFolder folder, String content) throws IOException {
    Path staging = Path.of(folder.staging().toUri().getPath());
    Files.createDirectories(staging);
    Files.writeString(staging.resolve("part"), content);
  }

  private void assertHolds(String content) {
    assertThat(output.resolve("part")).hasContent(content);
  }

  private void assertNothingElse() throws IOException {
    assertThat(besideLocks()).containsExactly(output);
  }

  private List<Path> besideLocks() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.filter(file -> !file.toString().contains(".mobilespark.lock")).toList();
    }
  }
}

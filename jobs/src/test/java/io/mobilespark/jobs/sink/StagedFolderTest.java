package io.mobilespark.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole or not at all, and nothing lost. */
class StagedFolderTest {
  @TempDir private Path parent;

  @SuppressWarnings("NullAway.Init")
  private Path output;

  @BeforeEach
  void name() {
    output = parent.resolve("out put#1%");
  }

  @Test
  void theFolderAppearsOnlyWithTheCommit() throws IOException {
    StagedFolder folder = at(false);
    assertThat(parent).isEmptyDirectory();
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
    Files.createDirectories(output);
    Files.writeString(output.resolve("part"), "old");
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
    assertThat(output).hasContent("a file");
    StagedFolder folder = at(true);
    write(folder, "new");
    folder.commit();
    assertHolds("new");
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
    Files.createDirectories(output.resolve("deep"));
    Files.writeString(output.resolve("part"), "old");
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
    Files.createDirectories(output);
    Files.writeString(output.resolve("part"), "old");
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
  void aRenameThatFailsPutsTheOldBack() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("part"), "old");
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
    Files.createDirectories(output);
    Files.writeString(output.resolve("part"), "old");
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
      assertThatThrownBy(() -> StagedFolder.at(uri, "r", true, new Configuration(false)))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("output")
          .hasMessageNotContaining("\n");
    }
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
    return StagedFolder.at("stubborn:" + output, "r", true, hadoop);
  }

  private StagedFolder at(boolean overwrite) {
    return StagedFolder.at(output.toString(), "r", overwrite, new Configuration(false));
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
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files).containsExactly(output);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole pictures, or the reason why not; never a part of one. */
class PictureReaderTest {
  private static final int MAX_BYTES = 1000;

  @TempDir private Path folder;

  private final PictureReader reader =
      new PictureReader(FaultyFileSystem.configuration(), MAX_BYTES);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1000})
  void aPictureIsReadWhole(int length) throws IOException {
    byte[] content = content(length);
    FetchedPicture picture = reader.read(file("a b#%20ü.png", content), length);
    assertThat(picture).isInstanceOf(Encoded.class);
    assertThat(((Encoded) picture).content()).isEqualTo(content);
    assertThat(picture.path()).endsWith("/a b#%20ü.png");
  }

  @Test
  void aMissingPictureIsNotFound() throws IOException {
    assertRejected(folder.resolve("none.png").toString(), 5, "NOT_FOUND", "gone");
  }

  @Test
  void aLinkToNothingIsNotFound() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), folder.resolve("none"));
    Path self = Files.createSymbolicLink(folder.resolve("self.png"), folder.resolve("self.png"));
    String detail = "a link to what is not there";
    assertRejected(link.toString(), ObjectSplit.UNKNOWN, "NOT_FOUND", detail);
    assertRejected(self.toString(), ObjectSplit.UNKNOWN, "NOT_FOUND", detail);
    assertRejected(folder + "/never.png", ObjectSplit.UNKNOWN, "NOT_FOUND", "not there");
  }

  @Test
  void aPictureThatChangedItsLengthIsRefusedAndNotCut() throws IOException {
    assertRejected(file("a.png", content(10)), 11, "IO_ERROR", "shorter than the 11 bytes listed");
    assertRejected(file("b.png", content(10)), 9, "IO_ERROR", "longer than the 9 bytes listed");
    assertRejected(file("c.png", content(10)), 0, "IO_ERROR", "longer than the 0 bytes listed");
    assertRejected(file("d.png", content(0)), 4, "IO_ERROR", "shorter than the 4 bytes listed");
  }

  @Test
  void aPictureBeyondTheLimitIsNotOpened() throws IOException {
    long opened = FaultyFileSystem.opened();
    assertRejected(
        "faulty:" + folder + "/large.png",
        5L << 30,
        "TOO_LARGE",
        "the file has 5368709120 bytes, more than 1000");
    assertThat(FaultyFileSystem.opened()).isEqualTo(opened);
  }

  @ParameterizedTest
  @CsvSource({
    "vanished, NOT_FOUND, gone since it was listed",
    "denied, ACCESS_DENIED, not yours: denied.png",
    "locked, ACCESS_DENIED, locked.png",
    "broken, IO_ERROR, Connection reset",
    "mute, IO_ERROR, IOException",
    "slow, IO_ERROR, Read timed out",
  })
  void whatTheStorageSaysIsAReason(String name, String reason, String detail) throws IOException {
    assertRejected("faulty:" + folder + "/" + name + ".png", 10, reason, detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"interrupted", "closed"})
  void anInterruptIsNoReason(String name) throws IOException {
    assertThatThrownBy(() -> reader.read("faulty:" + folder + "/" + name + ".png", 10))
        .isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void aStorageThatIsNotKnownIsAnIoError() throws IOException {
    assertRejected("nosuch://host/a.png", 10, "IO_ERROR", "No FileSystem for scheme \"nosuch\"");
  }

  @Test
  void aLocalFileWithoutPermissionIsDenied() throws IOException {
    String path = file("private.png", content(10));
    Files.setPosixFilePermissions(Path.of(path), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(Path.of(path)), "root reads everything");
    assertRejected(path, 10, "ACCESS_DENIED", "Permission denied");
  }

  @Test
  void aFolderWhereAPictureWasIsAnError() throws IOException {
    Path was = Files.createDirectory(folder.resolve("was.png"));
    FetchedPicture picture = reader.read(was.toString(), 10);
    assertThat(((Unfetched) picture).reason()).isEqualTo("IO_ERROR");
  }

  private void assertRejected(String path, long length, String reason, String detail)
      throws IOException {
    FetchedPicture picture = reader.read(path, length);
    assertThat(picture).isInstanceOf(Unfetched.class);
    Unfetched unfetched = (Unfetched) picture;
    assertThat(unfetched.path()).isEqualTo(path);
    assertThat(unfetched.reason()).isEqualTo(reason);
    assertThat(unfetched.detail()).contains(detail).doesNotContain("\n");
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 7);
    return content;
  }
}

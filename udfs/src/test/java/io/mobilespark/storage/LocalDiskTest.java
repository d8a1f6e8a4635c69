// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The local disk as Hadoop sees it. */
class LocalDiskTest {
  @TempDir private java.nio.file.Path folder;

  @SuppressWarnings("NullAway.Init")
  private FileSystem disk;

  @BeforeEach
  void open() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.file.impl", LocalDisk.class.getName());
    disk = FileSystem.newInstance(folder.toUri(), hadoop);
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  @Test
  void isTakenForTheLocalDisk() {
    assertThat(disk).isInstanceOf(LocalDisk.class).isInstanceOf(LocalFileSystem.class);
    assertThat(disk.getUri()).hasScheme("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rwxr-x--x", "r--------", "---------", "rwxrwxrwx"})
  void setsEveryRight(String rights) throws IOException {
    java.nio.file.Path file = Files.createFile(folder.resolve("file"));
    disk.setPermission(new Path(file.toUri()), FsPermission.valueOf("-" + rights));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo(rights);
  }

  @Test
  void filesAndFoldersAreMadeWithTheRightsThatTheMaskLeaves() throws IOException {
    disk.getConf().set("fs.permissions.umask-mode", "027");
    Path file = new Path(folder.resolve("below/file").toUri());
    try (FSDataOutputStream out = disk.create(file)) {
      out.write("content".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rights("below/file")).isEqualTo("rw-r-----");
    assertThat(disk.getFileStatus(file).getLen()).isEqualTo(7);
    assertThat(disk.mkdirs(new Path(folder.resolve("made").toUri()))).isTrue();
    assertThat(rights("made")).isEqualTo("rwxr-x---");
  }

  @Test
  void aStickyFolderIsHadoops() throws IOException {
    java.nio.file.Path shared = Files.createDirectory(folder.resolve("shared"));
    disk.setPermission(new Path(shared.toUri()), new FsPermission((short) 01777));
    assertThat((int) Files.getAttribute(shared, "unix:mode") & 07777).isEqualTo(01777);
  }

  @Test
  void whatIsNotThereHasNoRights() {
    Path missing = new Path(folder.resolve("missing").toUri());
    assertThatThrownBy(() -> disk.setPermission(missing, FsPermission.getFileDefault()))
        .isInstanceOfAny(NoSuchFileException.class, FileNotFoundException.class);
  }

  private String rights(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}

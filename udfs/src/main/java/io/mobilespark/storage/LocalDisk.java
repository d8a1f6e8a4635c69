// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's file system of the local disk, but for permissions, which the JVM sets: without its
 * native library Hadoop starts a process for every file and folder that it makes, which takes some
 * milliseconds each. To be named by {@code fs.file.impl}.
 */
public final class LocalDisk extends LocalFileSystem {
  /** Made by Hadoop. */
  public LocalDisk() {
    super(new Raw());
    // A checksum may be that of a file that lay there before, and picture data has its own.
    setVerifyChecksum(false);
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(org.apache.hadoop.fs.Path file, FsPermission permission)
        throws IOException {
      Path path = pathToFile(file).toPath();
      boolean posix = Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
      if (!posix || permission.getStickyBit()) {
        super.setPermission(file, permission);
        return;
      }
      Files.setPosixFilePermissions(path, posix(permission.toShort()));
    }

    /** The nine bits, the owner's right to read first, as POSIX and the JVM order them. */
    private static Set<PosixFilePermission> posix(int bits) {
      PosixFilePermission[] rights = PosixFilePermission.values();
      Set<PosixFilePermission> given = EnumSet.noneOf(PosixFilePermission.class);
      for (int i = 0; i < rights.length; i++) {
        if ((bits & (1 << (rights.length - 1 - i))) != 0) {
          given.add(rights[i]);
        }
      }
      return given;
    }
  }
}

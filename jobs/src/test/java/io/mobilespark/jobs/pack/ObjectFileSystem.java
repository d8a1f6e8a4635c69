// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code object}, as an object store has it: a file is there once
 * its stream is closed, a stream can be given up, and nothing can be renamed but small files.
 */
public final class ObjectFileSystem extends RawLocalFileSystem {
  private static final long MOST_COPIED_BYTES = 64 << 10;

  @Override
  public URI getUri() {
    return URI.create("object:///");
  }

  @Override
  public String getScheme() {
    return "object";
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM)
        || super.hasPathCapability(path, capability);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress) {
    return new FSDataOutputStream(new Upload(pathToFile(file).toPath()), null);
  }

  @Override
  public FSDataOutputStream create(
      Path file, boolean overwrite, int buffer, short replication, long block, Progressable p) {
    return create(file, FsPermission.getFileDefault(), overwrite, buffer, replication, block, p);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    FileStatus status = getFileStatus(from);
    if (status.isDirectory() || status.getLen() > MOST_COPIED_BYTES) {
      throw new IOException("an object store copies");
    }
    return super.rename(from, to);
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    return plain(super.getFileStatus(file));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    FileStatus[] files = super.listStatus(folder);
    for (int i = 0; i < files.length; i++) {
      files[i] = plain(files[i]);
    }
    return files;
  }

  /** The local disk's own status asks for owners under the scheme {@code file} only. */
  private static FileStatus plain(FileStatus file) {
    return new FileStatus(
        file.getLen(),
        file.isDirectory(),
        1,
        file.getBlockSize(),
        file.getModificationTime(),
        file.getPath());
  }

  private static final class Upload extends ByteArrayOutputStream implements Abortable {
    private final java.nio.file.Path target;
    private boolean ended;

    Upload(java.nio.file.Path target) {
      this.target = target;
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        Files.createDirectories(target.getParent());
        Files.write(target, toByteArray());
      }
    }

    @Override
    public AbortableResult abort() {
      ended = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return false;
        }

        @Override
        public IOException anyCleanupException() {
          return new IOException("none");
        }
      };
    }
  }
}

package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.image.RejectionReason;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Reads whole pictures from any Hadoop file system: one open with the length the listing gave, so
 * that object stores need no HEAD request, one sequential read. A picture that cannot be read is a
 * reason, not an exception; an interrupt is one. A file that has another length than listed has
 * been changed since and is refused, not cut; an object store that reads only the length it is told
 * cannot see that it has grown.
 */
final class PictureReader {
  private final Configuration hadoop;
  private final long maxPictureBytes;

  PictureReader(Configuration hadoop, long maxPictureBytes) {
    this.hadoop = hadoop;
    this.maxPictureBytes = maxPictureBytes;
  }

  /**
   * Reads one picture.
   *
   * @param length as listed
   * @throws InterruptedIOException when the task is killed meanwhile
   */
  FetchedPicture read(String path, long length) throws InterruptedIOException {
    if (length > maxPictureBytes) {
      return rejected(
          path,
          RejectionReason.TOO_LARGE,
          "the file has " + length + " bytes, more than " + maxPictureBytes);
    }
    try (FSDataInputStream in = open(new Path(path), length)) {
      byte[] content = new byte[(int) length];
      in.readFully(content);
      return in.read() < 0 ? new Encoded(path, content) : otherLength(path, "longer", length);
    } catch (SocketTimeoutException e) {
      // An InterruptedIOException by descent only: nobody interrupted anything.
      return rejected(path, RejectionReason.IO_ERROR, oneLine(e));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      InterruptedIOException interrupted = new InterruptedIOException(oneLine(e));
      interrupted.initCause(e);
      throw interrupted;
    } catch (FileNotFoundException e) {
      return notOpened(path, e);
    } catch (AccessDeniedException | AccessControlException e) {
      return rejected(path, RejectionReason.ACCESS_DENIED, oneLine(e));
    } catch (EOFException e) {
      return otherLength(path, "shorter", length);
    } catch (IOException e) {
      return rejected(path, RejectionReason.IO_ERROR, oneLine(e));
    }
  }

  /** The local disk throws the same for a file that is gone, one that is not ours, and a folder. */
  private Unfetched notOpened(String path, FileNotFoundException why) {
    try {
      FileStatus there = new Path(path).getFileSystem(hadoop).getFileStatus(new Path(path));
      return rejected(
          path,
          there.isFile() ? RejectionReason.ACCESS_DENIED : RejectionReason.IO_ERROR,
          oneLine(why));
    } catch (IOException e) {
      return rejected(path, RejectionReason.NOT_FOUND, "gone since it was listed");
    }
  }

  private FSDataInputStream open(Path path, long length) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    FutureDataInputStreamBuilder open =
        fileSystem
            .openFile(path)
            .opt(
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE)
            .optLong(Options.OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, length);
    return FutureIO.awaitFuture(open.build());
  }

  private static Unfetched otherLength(String path, String how, long length) {
    return rejected(
        path,
        RejectionReason.IO_ERROR,
        how + " than the " + length + " bytes listed: changed meanwhile");
  }

  private static Unfetched rejected(String path, RejectionReason reason, String detail) {
    return new Unfetched(path, reason.name(), detail);
  }

  private static String oneLine(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.web.Room;
import io.mobilespark.web.WebAnswer;
import io.mobilespark.web.WebPictures;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.functional.FutureIO;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole pictures from any Hadoop file system: objects of S3 by one GET each, elsewhere by one
 * open with the length the listing gave, so that object stores need no HEAD request, and one
 * sequential read. A picture that cannot be read is a reason, not an exception; an interrupt is
 * one. A file that has another length than listed has been changed since and is refused, not cut;
 * an object store other than S3 that reads only the length it is told cannot see that it has grown.
 * Pictures of the web are asked for by one GET each, and their rows have the address for a key,
 * without what signs it.
 */
final class PictureReader {
  private static final String BROKEN_LINK = "a link to what is not there";

  /** As a listing spells bytes of names. */
  private static final Pattern SPELLED_BYTE = Pattern.compile("\\\\x[89A-F][0-9A-F]");

  private final Configuration hadoop;
  private final long maxPictureBytes;
  private final WebPictures web;
  // By scheme and authority: Hadoop asks who the user is at every look into its own cache.
  private final Map<String, Store> stores = new ConcurrentHashMap<>();

  PictureReader(Configuration hadoop, long maxPictureBytes) {
    this(hadoop, maxPictureBytes, WebPictures.shared());
  }

  PictureReader(Configuration hadoop, long maxPictureBytes, WebPictures web) {
    this.hadoop = hadoop;
    this.maxPictureBytes = maxPictureBytes;
    this.web = web;
  }

  /**
   * Reads one picture.
   *
   * @param length as listed, or {@link ObjectSplit#UNKNOWN}
   * @throws InterruptedIOException when the task is killed meanwhile
   */
  FetchedPicture read(String path, long length) throws InterruptedIOException {
    return read(path, length, Room.AMPLE);
  }

  /**
   * Reads one picture.
   *
   * @param room is waited for by a picture of the web, whose length nobody knows before
   */
  FetchedPicture read(String path, long length, Room room) throws InterruptedIOException {
    if (WebAddress.isWeb(path)) {
      return ofWeb(WebAddress.key(path), length, web.read(path, maxPictureBytes, room));
    }
    try {
      long listed = length == ObjectSplit.UNKNOWN ? length(path) : length;
      return listed > maxPictureBytes
          ? rejected(
              path,
              RejectionReason.TOO_LARGE,
              "the file has " + listed + " bytes, more than " + maxPictureBytes)
          : readListed(path, (int) listed);
    } catch (IOException e) {
      return rejected(path, e);
    }
  }

  /** The length of a picture that was not listed: one more request. */
  long length(String path) throws IOException {
    Path file = new Path(path);
    FileStatus status;
    try {
      status = fileSystem(file).getFileStatus(file);
    } catch (FileNotFoundException e) {
      throw new NeverThereException(e);
    }
    if (status.isDirectory()) {
      throw new IOException("is a folder");
    }
    return status.getLen();
  }

  long maxPictureBytes() {
    return maxPictureBytes;
  }

  /**
   * What a failure means for a picture.
   *
   * @throws InterruptedIOException when it means that the task is killed
   */
  Unfetched rejected(String path, IOException failure) throws InterruptedIOException {
    if (failure instanceof ClosedByInterruptException) {
      InterruptedIOException interrupted = new InterruptedIOException(oneLine(failure));
      interrupted.initCause(failure);
      throw interrupted;
    }
    // Subclasses are timeouts, by descent only: nobody interrupted anything.
    if (failure instanceof InterruptedIOException interrupted
        && failure.getClass().equals(InterruptedIOException.class)) {
      throw interrupted;
    }
    if (failure instanceof FileNotFoundException gone) {
      return notOpened(path, gone);
    }
    return failed(path, failure);
  }

  /** What a failure means that is neither an interrupt nor a missing file. */
  static Unfetched failed(String path, IOException failure) {
    boolean denied =
        failure instanceof AccessDeniedException || failure instanceof AccessControlException;
    return rejected(
        path, denied ? RejectionReason.ACCESS_DENIED : RejectionReason.IO_ERROR, oneLine(failure));
  }

  private static FetchedPicture ofWeb(String key, long length, WebAnswer answer) {
    if (answer instanceof WebAnswer.Failure failure) {
      RejectionReason reason =
          switch (failure.kind()) {
            case NOT_FOUND -> RejectionReason.NOT_FOUND;
            case DENIED -> RejectionReason.ACCESS_DENIED;
            case TOO_LARGE -> RejectionReason.TOO_LARGE;
            case FAILED -> RejectionReason.IO_ERROR;
          };
      return rejected(key, reason, failure.detail());
    }
    byte[] content = ((WebAnswer.Content) answer).content();
    if (length != ObjectSplit.UNKNOWN && content.length != length) {
      return otherLength(key, content.length < length ? "shorter" : "longer", length);
    }
    return new Encoded(key, content, FolderLabel.of(key));
  }

  private FetchedPicture readListed(String path, int length) throws IOException {
    Path file = new Path(path);
    Store store = store(file);
    return store.s3() != null
        ? readObject(store.s3(), file, path, length)
        : readStream(store.fileSystem(), file, path, length);
  }

  private static FetchedPicture readObject(S3Objects s3, Path file, String path, int length)
      throws IOException {
    S3Objects.S3Object object = s3.read(file, length);
    return object.length() == length
        ? new Encoded(path, object.content(), FolderLabel.of(path))
        : otherLength(path, object.length() < length ? "shorter" : "longer", length);
  }

  private static FetchedPicture readStream(
      FileSystem fileSystem, Path file, String path, int length) throws IOException {
    try (InputStream in = open(fileSystem, file, length)) {
      byte[] content = new byte[length];
      if (in.readNBytes(content, 0, length) < length) {
        return otherLength(path, "shorter", length);
      }
      return in.read() < 0
          ? new Encoded(path, content, FolderLabel.of(path))
          : otherLength(path, "longer", length);
    } catch (EOFException e) {
      return otherLength(path, "shorter", length);
    }
  }

  /** The local disk throws the same for a file that is gone, one that is not ours, and a folder. */
  private Unfetched notOpened(String path, FileNotFoundException why) {
    if (why instanceof NeverThereException) {
      return rejected(path, RejectionReason.NOT_FOUND, notThere(path));
    }
    try {
      Path file = new Path(path);
      FileSystem fileSystem = fileSystem(file);
      if (fileSystem.getUri().getScheme().equals("file")) {
        return rejected(
            path,
            fileSystem.getFileStatus(file).isFile()
                ? RejectionReason.ACCESS_DENIED
                : RejectionReason.IO_ERROR,
            oneLine(why));
      }
    } catch (IOException e) {
      // Gone, as the failure said.
    }
    return rejected(path, RejectionReason.NOT_FOUND, "gone since it was listed");
  }

  private String notThere(String path) {
    if (isLink(path)) {
      return BROKEN_LINK;
    }
    return SPELLED_BYTE.matcher(path).find()
        ? "not there; \\x stands for a byte of a name that is no UTF-8, which cannot be opened"
        : "not there";
  }

  private boolean isLink(String path) {
    try {
      Path file = new Path(path);
      return fileSystem(file) instanceof LocalFileSystem local
          && Files.isSymbolicLink(local.pathToFile(file).toPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static InputStream open(FileSystem fileSystem, Path path, long length)
      throws IOException {
    if (fileSystem instanceof LocalFileSystem local) {
      // Looking for each picture's checksum file, its status and adding up statistics take Hadoop
      // three times as long as reading the picture takes.
      return new FileInputStream(local.pathToFile(path));
    }
    FutureDataInputStreamBuilder open =
        fileSystem
            .openFile(path)
            .opt(
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE)
            .optLong(Options.OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, length);
    return FutureIO.awaitFuture(open.build());
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return store(path).fileSystem();
  }

  private Store store(Path path) throws IOException {
    String root = path.toUri().getScheme() + "://" + path.toUri().getAuthority();
    Store known = stores.get(root);
    if (known == null) {
      known = Store.of(path.getFileSystem(hadoop));
      stores.put(root, known);
    }
    return known;
  }

  /**
   * Where pictures lie.
   *
   * @param s3 its objects; null where it has none that can be read without a stream
   */
  private record Store(FileSystem fileSystem, @Nullable S3Objects s3) {
    static Store of(FileSystem fileSystem) {
      // Where there is no S3A on the class path, nothing has this scheme.
      boolean isS3a = fileSystem.getUri().getScheme().equals("s3a");
      return new Store(fileSystem, isS3a ? S3Objects.of(fileSystem) : null);
    }
  }

  private static Unfetched otherLength(String path, String how, long length) {
    return rejected(
        path,
        RejectionReason.IO_ERROR,
        how + " than the " + length + " bytes listed: changed meanwhile");
  }

  private static Unfetched rejected(String path, RejectionReason reason, String detail) {
    return new Unfetched(path, reason.name(), detail, FolderLabel.of(path));
  }

  /** It was named, and nobody has seen it. */
  private static final class NeverThereException extends FileNotFoundException {
    private static final long serialVersionUID = 1L;

    private NeverThereException(FileNotFoundException why) {
      super(why.getMessage());
      initCause(why);
    }
  }

  private static String oneLine(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}

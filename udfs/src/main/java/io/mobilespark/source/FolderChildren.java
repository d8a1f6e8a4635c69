// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.storage.SpelledNames;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The children of a folder, in no order. On the local disk the JVM lists them: Hadoop leaves out
 * without a word links to what is not there and names that it cannot spell, and does not tell a
 * linked folder from another one.
 */
abstract class FolderChildren implements AutoCloseable {
  private static final Pattern ENCODED = Pattern.compile("%([0-9A-F]{2})");

  abstract boolean hasNext() throws IOException;

  abstract Child next() throws IOException;

  @Override
  public void close() throws IOException {
    // Only the local disk holds something open.
  }

  /** Lists a folder; the caller closes the result. */
  static FolderChildren of(FileSystem fileSystem, Path folder) throws IOException {
    if (fileSystem instanceof LocalFileSystem local) {
      return new Local(local.pathToFile(folder).toPath(), local.makeQualified(folder).toString());
    }
    return new Remote(fileSystem.listStatusIterator(folder));
  }

  /** A single file or folder. */
  static Child one(FileSystem fileSystem, Path path) throws IOException {
    if (fileSystem instanceof LocalFileSystem local) {
      java.nio.file.Path file = local.pathToFile(path).toPath();
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileNotFoundException(path.toString());
      }
      return Local.child(file, local.makeQualified(path).toString(), path.getName());
    }
    return Remote.child(fileSystem.getFileStatus(path));
  }

  private static final class Remote extends FolderChildren {
    private final RemoteIterator<FileStatus> statuses;

    private Remote(RemoteIterator<FileStatus> statuses) {
      this.statuses = statuses;
    }

    @Override
    boolean hasNext() throws IOException {
      return statuses.hasNext();
    }

    @Override
    Child next() throws IOException {
      return child(statuses.next());
    }

    private static Child child(FileStatus status) {
      Child.Kind kind = status.isFile() ? Child.Kind.FILE : Child.Kind.FOLDER;
      return Child.of(status, kind);
    }
  }

  private static final class Local extends FolderChildren {
    private final DirectoryStream<java.nio.file.Path> stream;
    private final Iterator<java.nio.file.Path> paths;
    private final String folder;

    /** Closed with this object. */
    @SuppressWarnings("StreamResourceLeak")
    private Local(java.nio.file.Path folder, String qualified) throws IOException {
      try {
        this.stream = Files.newDirectoryStream(folder);
      } catch (NoSuchFileException | NotDirectoryException e) {
        FileNotFoundException none = new FileNotFoundException(qualified);
        none.initCause(e);
        throw none;
      }
      this.paths = stream.iterator();
      this.folder = qualified.endsWith("/") ? qualified : qualified + "/";
    }

    @Override
    boolean hasNext() throws IOException {
      try {
        return paths.hasNext();
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    @Override
    Child next() throws IOException {
      java.nio.file.Path path = paths.next();
      String name = name(path);
      return child(path, folder + name, name);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }

    private static Child child(java.nio.file.Path path, String qualified, String name)
        throws IOException {
      BasicFileAttributes found;
      try {
        found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        // It went meanwhile: whoever reads it says so.
        return Child.unseen(qualified, name);
      }
      if (!name.equals(path.getFileName().toString())) {
        // Not even a folder could be opened under that name.
        return Child.unseen(qualified, name);
      }
      if (!found.isSymbolicLink()) {
        return child(qualified, name, kind(found, Child.Kind.FOLDER), found);
      }
      try {
        BasicFileAttributes target = Files.readAttributes(path, BasicFileAttributes.class);
        return child(qualified, name, kind(target, Child.Kind.LINKED_FOLDER), target);
      } catch (IOException e) {
        // A link to nothing, or to itself.
        return Child.unseen(qualified, name);
      }
    }

    private static Child child(
        String path, String name, Child.Kind kind, BasicFileAttributes found) {
      return new Child(path, name, kind, found.size(), found.lastModifiedTime().toMillis());
    }

    private static Child.Kind kind(BasicFileAttributes found, Child.Kind folder) {
      if (found.isDirectory()) {
        return folder;
      }
      return found.isRegularFile() ? Child.Kind.FILE : Child.Kind.SPECIAL;
    }

    /** What cannot be spelled stands there byte by byte, so that no two names are one. */
    private static String name(java.nio.file.Path path) {
      String name = path.getFileName().toString();
      if (name.indexOf('\ufffd') < 0) {
        return name;
      }
      if (!SpelledNames.isUnicode()) {
        SpelledNames.require(path.toString());
      }
      String raw = path.toUri().getRawPath();
      // A folder's ends with a slash.
      int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
      String encoded = raw.substring(raw.lastIndexOf('/', end - 1) + 1, end);
      StringBuilder spelled = new StringBuilder();
      Matcher bytes = ENCODED.matcher(encoded);
      while (bytes.find()) {
        int value = Integer.parseInt(bytes.group(1), 16);
        String shown = value < 0x80 ? String.valueOf((char) value) : "\\x" + bytes.group(1);
        bytes.appendReplacement(spelled, Matcher.quoteReplacement(shown));
      }
      return bytes.appendTail(spelled).toString();
    }
  }
}

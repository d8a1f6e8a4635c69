package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Lists pictures once, on the driver. A folder is walked to the bottom; names that begin with
 * {@code _} or {@code .} are left out there, as everywhere in Spark, and of what a glob finds,
 * unless the glob's last part begins so itself. Every other file is taken for a picture: what it
 * holds is told from its content later.
 */
public final class PictureListing {
  private final Configuration hadoop;
  private final LongConsumer listed;

  /** Lists with the credentials and settings of a configuration. */
  public PictureListing(Configuration hadoop) {
    this(hadoop, files -> {});
  }

  /**
   * Lists and says how far it is.
   *
   * @param listed told how many files were found so far, now and then and from several threads
   */
  public PictureListing(Configuration hadoop, LongConsumer listed) {
    this.hadoop = hadoop;
    this.listed = listed;
  }

  /**
   * All pictures of the inputs in the order of their paths, each once.
   *
   * @param inputs folders, globs and files
   * @throws MobileSparkException when an input is not there or cannot be read, or when all of them
   *     together hold no file
   */
  public List<PictureFile> list(List<String> inputs) {
    Map<String, PictureFile> found = new HashMap<>();
    try (FolderListing folders = new FolderListing(listed)) {
      for (String input : inputs) {
        try {
          addInput(new Path(input), folders, found);
        } catch (FileNotFoundException e) {
          throw new MobileSparkException("There is no input " + input, e);
        } catch (AccessDeniedException | AccessControlException e) {
          throw new MobileSparkException(
              "Access to the input " + input + " is denied: " + Access.why(e), e);
        } catch (IOException | IllegalArgumentException e) {
          throw new MobileSparkException("The input " + input + " cannot be read: " + e, e);
        }
      }
    }
    if (found.isEmpty()) {
      throw new MobileSparkException("No pictures in " + String.join(", ", inputs));
    }
    List<PictureFile> pictures = new ArrayList<>(found.values());
    pictures.sort(Comparator.comparing(PictureFile::path));
    return pictures;
  }

  private void addInput(Path input, FolderListing folders, Map<String, PictureFile> found)
      throws IOException {
    FileSystem fileSystem = input.getFileSystem(hadoop);
    for (FileStatus match : matches(fileSystem, input)) {
      List<FileStatus> files =
          match.isFile() ? List.of(match) : folders.list(fileSystem, match.getPath());
      for (FileStatus file : files) {
        String path = file.getPath().toString();
        found.put(path, new PictureFile(path, file.getLen()));
      }
    }
  }

  /** A name may hold a glob's characters: what is there under that very name wins. */
  private static List<FileStatus> matches(FileSystem fileSystem, Path input) throws IOException {
    try {
      return List.of(fileSystem.getFileStatus(input));
    } catch (FileNotFoundException e) {
      return glob(fileSystem, input);
    }
  }

  private static List<FileStatus> glob(FileSystem fileSystem, Path pattern) throws IOException {
    FileStatus[] matches = fileSystem.globStatus(pattern);
    if (matches == null || matches.length == 0) {
      throw new FileNotFoundException(pattern.toString());
    }
    return Stream.of(matches)
        .filter(match -> hidden(pattern.getName()) || !hidden(match.getPath().getName()))
        .toList();
  }

  static boolean hidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  /** Whether a file or a folder between is hidden. */
  static boolean hiddenBelow(Path folder, Path file) {
    for (Path p = file; p != null && !p.equals(folder); p = p.getParent()) {
      if (hidden(p.getName())) {
        return true;
      }
    }
    return false;
  }
}

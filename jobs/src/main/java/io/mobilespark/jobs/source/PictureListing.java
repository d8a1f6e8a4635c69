package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists pictures once, on the driver. A folder is walked to the bottom; names that begin with
 * {@code _} or {@code .} are left out there, as everywhere in Spark, and of what a glob finds,
 * unless the glob's last part begins so itself. Every other file is taken for a picture: what it
 * holds is told from its content later.
 */
public final class PictureListing {
  private final Configuration hadoop;

  /** Lists with the credentials and settings of a configuration. */
  public PictureListing(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * All pictures of the inputs in the order of their paths, each once.
   *
   * @param inputs folders, globs and files
   * @throws MobileSparkException when an input is not there or cannot be read, or when all of them
   *     together hold no file
   */
  public List<PictureFile> list(List<String> inputs) {
    Map<String, PictureFile> found = new LinkedHashMap<>();
    for (String input : inputs) {
      try {
        addInput(new Path(input), found);
      } catch (FileNotFoundException e) {
        throw new MobileSparkException("There is no input " + input, e);
      } catch (IOException | IllegalArgumentException e) {
        throw new MobileSparkException("The input " + input + " cannot be read: " + e, e);
      }
    }
    if (found.isEmpty()) {
      throw new MobileSparkException("No pictures in " + String.join(", ", inputs));
    }
    List<PictureFile> pictures = new ArrayList<>(found.values());
    pictures.sort(Comparator.comparing(PictureFile::path));
    return pictures;
  }

  private void addInput(Path input, Map<String, PictureFile> found) throws IOException {
    FileSystem fileSystem = input.getFileSystem(hadoop);
    // A name may hold a glob's characters: what is there under that very name wins.
    List<FileStatus> matches =
        fileSystem.exists(input)
            ? List.of(fileSystem.getFileStatus(input))
            : glob(fileSystem, input);
    for (FileStatus match : matches) {
      if (match.isFile()) {
        add(match, found);
      } else {
        addFolder(fileSystem, match.getPath(), found);
      }
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

  private static void addFolder(FileSystem fileSystem, Path folder, Map<String, PictureFile> found)
      throws IOException {
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
    while (files.hasNext()) {
      LocatedFileStatus file = files.next();
      if (!hiddenBelow(folder, file.getPath())) {
        add(file, found);
      }
    }
  }

  private static void add(FileStatus file, Map<String, PictureFile> found) {
    String path = file.getPath().toString();
    found.put(path, new PictureFile(path, file.getLen()));
  }

  private static boolean hiddenBelow(Path folder, Path file) {
    for (Path p = file; p != null && !p.equals(folder); p = p.getParent()) {
      if (hidden(p.getName())) {
        return true;
      }
    }
    return false;
  }

  private static boolean hidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }
}

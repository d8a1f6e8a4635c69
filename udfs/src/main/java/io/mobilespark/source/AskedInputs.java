// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.WebAddress;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** What inputs name: files, and folders and globs where a walk begins. */
public final class AskedInputs {
  /** Numbers in braces and two dots between them, as WebDataset names shards. */
  private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})}");

  private static final Pattern SPECIAL = Pattern.compile("[*?{}\\[\\]\\\\]");

  private static final int MOST_IN_RANGE = 1_000_000;

  private final boolean allFiles;
  private final Configuration hadoop;
  private final List<FolderSeed> seeds = new ArrayList<>();
  private final Set<String> globs = new LinkedHashSet<>();
  private final Map<String, PictureFile> files = new HashMap<>();

  private AskedInputs(boolean allFiles, Configuration hadoop) {
    this.allFiles = allFiles;
    this.hadoop = hadoop;
  }

  /**
   * Looks at each input.
   *
   * @param allFiles whether side files are listed too
   * @throws MobileSparkException when one is not there or cannot be read
   */
  public static AskedInputs of(List<String> inputs, boolean allFiles, Configuration hadoop) {
    AskedInputs asked = new AskedInputs(allFiles, hadoop);
    for (String input : inputs) {
      ranged(input).forEach(asked::begin);
    }
    return asked;
  }

  /** Where walks begin. */
  public List<FolderSeed> seeds() {
    return seeds;
  }

  /** Files that were named themselves, by their paths. */
  public Map<String, PictureFile> files() {
    return files;
  }

  /**
   * Checks that something fitted every glob.
   *
   * @param findings of all walks
   * @param linked the links that these have found
   */
  public void requireAll(WalkFindings findings, LinkedFolders linked) {
    for (String glob : globs) {
      if (!findings.matched().contains(glob) && !linked.matched().contains(glob)) {
        throw none(glob, new FileNotFoundException());
      }
    }
  }

  /** A name may hold a glob's characters: what is there under that very name wins. */
  private void begin(String input) {
    if (WebAddress.isWeb(input)) {
      throw new MobileSparkException(
          "The input "
              + WebAddress.key(input)
              + " is on the web, where nothing can be listed: --manifest names a list of addresses");
    }
    try {
      Path path = StorageUri.path(input, hadoop);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      try {
        FileStatus status = fileSystem.getFileStatus(path);
        String found = status.getPath().toString();
        if (status.isFile()) {
          files.put(found, new PictureFile(found, status.getLen(), status.getModificationTime()));
        } else {
          seeds.add(new FolderSeed(input, found, List.of(), true, allFiles));
        }
      } catch (FileNotFoundException e) {
        if (!new GlobFilter(path.toUri().getPath()).hasPattern()) {
          throw e;
        }
        globs.add(input);
        glob(input, fileSystem, fileSystem.makeQualified(path));
      }
    } catch (FileNotFoundException e) {
      throw none(input, e);
    } catch (IOException | IllegalArgumentException e) {
      throw failed(input, e);
    }
  }

  /** Begins at the last folder before a part that is none's name. */
  private void glob(String input, FileSystem fileSystem, Path pattern) throws IOException {
    List<String> parts = new ArrayList<>();
    Path folder = pattern;
    while (!folder.isRoot()) {
      parts.add(0, folder.getName());
      folder = folder.getParent();
    }
    int literal = 0;
    while (literal < parts.size() - 1) {
      String part = parts.get(literal);
      Path there = StorageUri.child(folder, part);
      // Braces may reach over several parts.
      if (SPECIAL.matcher(part).find() && !fileSystem.exists(there)) {
        break;
      }
      folder = there;
      literal++;
    }
    String rest = String.join("/", parts.subList(literal, parts.size()));
    for (String each : GlobExpander.expand(rest)) {
      seeds.add(
          new FolderSeed(input, folder.toString(), List.of(each.split("/")), false, allFiles));
    }
  }

  /** Each name of a range is an input of its own, so that none is missing without a word. */
  private static List<String> ranged(String input) {
    Matcher range = RANGE.matcher(input);
    if (!range.find()) {
      return List.of(input);
    }
    String first = range.group(1);
    String last = range.group(2);
    long from = Long.parseLong(first);
    long to = Long.parseLong(last);
    if (to < from || to - from >= MOST_IN_RANGE) {
      throw new MobileSparkException(
          "The input " + input + " has the range " + range.group() + ", which names nothing");
    }
    boolean padded = first.length() > 1 && first.startsWith("0");
    int width = padded ? Math.max(first.length(), last.length()) : 1;
    List<String> inputs = new ArrayList<>();
    for (long i = from; i <= to; i++) {
      String number = String.format(Locale.ROOT, "%0" + width + "d", i);
      inputs.addAll(
          ranged(input.substring(0, range.start()) + number + input.substring(range.end())));
    }
    return inputs;
  }

  public static MobileSparkException noPictures(List<String> inputs, LeftOut leftOut) {
    String why = leftOut.isNone() ? "" : "; left out: " + String.join("; ", leftOut.phrases());
    return new MobileSparkException("No pictures in " + String.join(", ", inputs) + why);
  }

  private static MobileSparkException none(String input, IOException e) {
    return new MobileSparkException("There is no input " + input, e);
  }

  /** Why what an input names cannot be listed. */
  public static MobileSparkException failed(String input, Exception e) {
    if (e instanceof AccessDeniedException || e instanceof AccessControlException) {
      return new MobileSparkException(
          "Access to the input " + input + " is denied: " + Access.why((IOException) e), e);
    }
    return e instanceof FileNotFoundException missing
        ? none(input, missing)
        : new MobileSparkException("The input " + input + " cannot be read: " + e, e);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.guard;

import io.mobilespark.source.SourceKind;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.identity.SchemaVersion;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.storage.S3Uri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Keeps a run from costing anybody what it did not write. Every job asks it, before anything is
 * written, with all that the job reads: the output may neither be nor hold any of it, and where a
 * folder is to be replaced all that is in it must be MobileSpark's own. Compares real paths.
 */
public final class OutputGuard {
  private final String option;
  private final Configuration hadoop;
  private final FileSystem fileSystem;
  private final Path output;
  private final RealPath real;

  private OutputGuard(
      String option, Configuration hadoop, FileSystem fileSystem, Path output, RealPath real) {
    this.option = option;
    this.hadoop = hadoop;
    this.fileSystem = fileSystem;
    this.output = output;
    this.real = real;
  }

  /**
   * The guard of an output.
   *
   * @param option that names it, such as {@code --output}
   * @throws MobileSparkException when nothing can lie there
   */
  public static OutputGuard of(String option, String uri, Configuration hadoop) {
    try {
      Path given = new Path(S3Uri.byS3a(uri, hadoop));
      FileSystem fileSystem = given.getFileSystem(hadoop);
      Path output = RealPath.withoutLink(fileSystem, fileSystem.makeQualified(given));
      if (output.isRoot()) {
        throw new MobileSparkException(
            "The output " + output + " is no folder but a whole storage");
      }
      return new OutputGuard(option, hadoop, fileSystem, output, RealPath.of(fileSystem, output));
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException("The output " + uri + " cannot be used: " + e, e);
    }
  }

  /** The guard of an output that others have prepared. */
  public static OutputGuard of(String option, FileSystem fileSystem, Path output) {
    try {
      return new OutputGuard(
          option, fileSystem.getConf(), fileSystem, output, RealPath.of(fileSystem, output));
    } catch (IOException e) {
      throw new MobileSparkException("The output " + output + " cannot be used: " + e, e);
    }
  }

  /** What it guards, qualified; where its name was a symbolic link, what that leads to. */
  public Path output() {
    return output;
  }

  /** Reaches the output; its cache owns it. */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  /**
   * Refuses an output that is or holds what is read; of a pattern of names its fixed beginning
   * counts, and {@link #requireOutside} judges each match.
   *
   * @param by the option that names it
   * @param uri a file, a folder or a pattern of them, which need not be there
   */
  public OutputGuard reads(String by, String uri) {
    if (WebAddress.isWeb(uri)) {
      // Nothing is written there.
      return this;
    }
    requireApart(by, uri);
    try {
      requireReadable(uri);
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException(by + " " + uri + " cannot be used: " + e, e);
    }
    return this;
  }

  private void requireApart(String by, String uri) {
    try {
      RealPath read = RealPath.of(fixed(uri), hadoop);
      if (real.holds(read)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s holds %s, which this run reads: name another %s, or move what %s"
                    + " names",
                output,
                uri,
                option,
                by));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException(by + " " + uri + " cannot be used: " + e, e);
    }
  }

  /** As {@link #reads(String, String)}, for each. */
  public OutputGuard reads(String by, Iterable<String> uris) {
    uris.forEach(uri -> reads(by, uri));
    return this;
  }

  /** As {@link #reads(String, String)}, where there is one. */
  public OutputGuard reads(String by, Optional<String> uri) {
    uri.ifPresent(there -> reads(by, there));
    return this;
  }

  /** As {@link #reads(String, String)}, for all that makes a network. */
  public OutputGuard reads(ModelSettings model) {
    reads("--weights", model.weights());
    if (!model.classes().equals(ModelSettings.IMAGENET)) {
      reads("--classes", model.classes());
    }
    reads("--architecture", model.reading().architecture());
    return reads("--head", model.head());
  }

  /** As {@link #reads(String, String)}, for all that pictures come from. */
  public OutputGuard reads(SourceSettings source) {
    String by = source.kind() == SourceKind.MANIFEST ? "--manifest" : "--input";
    if (source.kind() != SourceKind.NAMED_TABLE) {
      source.inputs().forEach(uri -> requireApart(by, uri));
    }
    return this;
  }

  /** As {@link #reads(String, String)}, for all that the truth comes from. */
  public OutputGuard reads(TruthSettings truth) {
    reads("--truth", truth.uri());
    reads("--devkit-ids", truth.devkitIds());
    if (!truth.classes().equals(TruthSettings.IMAGENET)) {
      reads("--classes", truth.classes());
    }
    return reads("--real", truth.real());
  }

  /**
   * Refuses an output that holds a picture which was listed. Compares names only: links among
   * folders that are replaced are found by {@link #requireReplaceable}.
   *
   * @param picture a qualified path
   */
  public void requireOutside(String picture) {
    String folder = output.toString();
    if (picture.startsWith(folder)
        && (picture.length() == folder.length() || picture.charAt(folder.length()) == '/')) {
      throw new MobileSparkException(
          "The output " + output + " holds pictures of the input, such as " + picture);
    }
  }

  /**
   * Refuses an output that something lies in already, unless it is to be replaced and is
   * MobileSpark's own.
   *
   * @param kind what is to be written
   * @param overwrite whether it replaces what is there
   */
  public void requireFree(OutputKind kind, boolean overwrite) {
    try {
      if (isFree()) {
        return;
      }
      if (overwrite) {
        requireReplaceable(kind);
      } else {
        throw new MobileSparkException(
            "The output " + output + " is there already; --overwrite replaces it");
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Refuses an output that something lies in which this run would not replace as a whole: where no
   * option replaces, an own output of the same kind is written anew and everything else is refused.
   */
  public void requireEmptyOrOwn(OutputKind kind) {
    try {
      if (!isFree()) {
        requireReplaceable(kind);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Whether nothing lies there, but for the lock of a run at work or of one that was killed. */
  public boolean isFree() throws IOException {
    Optional<FileStatus> there = status();
    if (there.isEmpty()) {
      return true;
    }
    if (there.get().isFile()) {
      return false;
    }
    for (FileStatus child : fileSystem.listStatus(output)) {
      boolean own = child.isDirectory() && child.getPath().getName().equals(OutputMarker.FOLDER);
      if (!own || !holdsLocks(child.getPath())) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsLocks(Path folder) throws IOException {
    return Stream.of(fileSystem.listStatus(folder))
        .map(file -> file.getPath().getName())
        .allMatch(name -> name.startsWith(OutputMarker.LOCK));
  }

  /**
   * Marks an output that is written in its place.
   *
   * @param files that are written, beside those that the output has
   */
  public void mark(OutputKind kind, Set<String> files) {
    try {
      fileSystem.mkdirs(output);
      Set<String> all = new TreeSet<>(files);
      OutputMarker.of(fileSystem, output).map(OutputMarker::files).ifPresent(all::addAll);
      OutputMarker.now(kind, AttemptId.next(), all).write(fileSystem, output);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Refuses an output that cannot be put in place by a rename, nor moved aside: the root of what is
   * mounted there. Renaming it would copy what it holds, and then delete that.
   */
  public void requireMovable() {
    try {
      if (real.isMountPoint()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s is a mount point, which cannot be renamed: name a folder within it"
                    + " by %s",
                output,
                option));
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Refuses an output that lies in a folder which is read again and again. */
  public void requireNotWithin(String by, String folder) {
    try {
      if (RealPath.of(folder, hadoop).holds(real)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s lies in the input %s: it would label itself; name another %s, or %s",
                output,
                folder,
                option,
                by));
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Refuses to replace what MobileSpark did not write, or wrote as something else.
   *
   * @param kind what is to be written
   * @throws MobileSparkException that names the first thing which is not MobileSpark's
   */
  public void requireReplaceable(OutputKind kind) {
    try {
      Optional<FileStatus> there = status();
      if (there.isEmpty()) {
        return;
      }
      if (there.get().isFile()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s is a file, which is not replaced: name another %s",
                output,
                option));
      }
      Optional<OutputMarker> marker = OutputMarker.of(fileSystem, output);
      if (marker.isPresent() && marker.get().kind() != kind) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s is a %s, which would be replaced by a %s: name another %s",
                output,
                marker.get().kind().text(),
                kind.text(),
                option));
      }
      Optional<Path> stranger = OwnFiles.stranger(fileSystem, output, marker);
      if (stranger.isPresent()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s holds %s, which MobileSpark did not write, and only what it wrote is"
                    + " replaced: name another %s, or move that away",
                output,
                stranger.get(),
                option));
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void requireReadable(String uri) throws IOException {
    Path read = new Path(uri);
    Optional<OutputMarker> marker = OutputMarker.of(read.getFileSystem(hadoop), read);
    marker.ifPresent(own -> SchemaVersion.requireReadable(own.schemaVersion(), uri));
  }

  private Optional<FileStatus> status() throws IOException {
    try {
      return Optional.of(fileSystem.getFileStatus(output));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private MobileSparkException unusable(IOException e) {
    return new MobileSparkException("The output " + output + " cannot be used: " + e, e);
  }

  /** What comes before the first pattern of a name that does not lie there literally. */
  private String fixed(String uri) throws IOException {
    Path given = new Path(uri);
    if (given.getFileSystem(hadoop).exists(given)) {
      return uri;
    }
    List<String> parts = new ArrayList<>(List.of(uri.split("/", -1)));
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).chars().anyMatch(c -> "*?[{".indexOf(c) >= 0)) {
        String fixed = String.join("/", parts.subList(0, i));
        return i == 0 ? "." : fixed.isEmpty() ? "/" : fixed;
      }
    }
    return uri;
  }
}

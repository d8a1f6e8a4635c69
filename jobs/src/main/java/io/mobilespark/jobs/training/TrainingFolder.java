package io.mobilespark.jobs.training;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.TrainSettings.Existing;
import io.mobilespark.spark.preparation.TrainedHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run: features, checkpoints, and in the end the head. It grows while the run goes
 * on, so that the run can be resumed; {@code head.json}, written last, says that it is finished.
 *
 * @param path qualified
 * @param hadoop reaches it
 */
record TrainingFolder(Path path, Configuration hadoop) {
  private static final String FEATURES = "features";
  private static final String CHECKPOINTS = "checkpoints";
  private static final List<String> OWN =
      List.of(
          FEATURES,
          CHECKPOINTS,
          "training.json",
          "training.html",
          "head.bin",
          TrainedHead.CLASSES,
          TrainedHead.DESCRIPTION);

  static TrainingFolder of(String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      return new TrainingFolder(path.getFileSystem(hadoop).makeQualified(path), hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException("The output " + uri + " cannot be used: " + e, e);
    }
  }

  Path features() {
    return new Path(path, FEATURES);
  }

  Checkpoints checkpoints() {
    return new Checkpoints(new Path(path, CHECKPOINTS), hadoop);
  }

  /**
   * Makes the folder, or takes over what is there.
   *
   * @throws MobileSparkException when something is there that may not be touched
   */
  void open(Existing existing) {
    try {
      FileSystem files = path.getFileSystem(hadoop);
      List<String> there =
          files.exists(path)
              ? Arrays.stream(files.listStatus(path))
                  .map(FileStatus::getPath)
                  .map(Path::getName)
                  .toList()
              : List.of();
      if (!there.isEmpty() && existing == Existing.REFUSED) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s is there already; --resume goes on with it, --overwrite replaces it",
                path));
      }
      for (String name : there) {
        // Half a table of features lies in a hidden folder.
        if (!OWN.contains(name) && !name.startsWith(".")) {
          throw new MobileSparkException(
              String.format(
                  Locale.ROOT, "The output %s holds %s, which train did not write", path, name));
        }
      }
      if (existing == Existing.REPLACED) {
        files.delete(path, true);
      }
      files.mkdirs(path);
    } catch (IOException e) {
      throw new MobileSparkException("The output " + path + " cannot be used: " + e, e);
    }
  }

  boolean hasFeatures() {
    try {
      return path.getFileSystem(hadoop).exists(features());
    } catch (IOException e) {
      throw new MobileSparkException("The output " + path + " cannot be read: " + e, e);
    }
  }

  void write(String name, String text) throws IOException {
    Path file = new Path(path, name);
    try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.report.EpochFigures;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadState;
import io.mobilespark.tensorflow.HeadWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One file per epoch done, which appears whole or not at all; when one is there, those before it
 * go. A file holds what training goes on from, and the facts of the run, which must not change.
 *
 * @param folder theirs alone
 * @param hadoop reaches it
 */
record Checkpoints(Path folder, Configuration hadoop) {
  private static final String PREFIX = "epoch-";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The beginning of a file, as JSON; four sets of weights follow. */
  private record Header(
      Map<String, String> facts,
      int inputs,
      FeatureScale scale,
      int hidden,
      int classes,
      long steps,
      List<EpochFigures> epochs) {}

  /**
   * A checkpoint.
   *
   * @param facts of the run that wrote it
   * @param progress until then
   */
  record Checkpoint(Map<String, String> facts, HeadProgress progress) {
    /**
     * Refuses to go on with what does not belong together.
     *
     * @throws MobileSparkException with the first fact that differs
     */
    void requireFacts(Map<String, String> wanted) {
      Map<String, String> all = new LinkedHashMap<>(wanted);
      facts.keySet().forEach(name -> all.putIfAbsent(name, "none"));
      all.forEach(
          (name, value) -> {
            String before = facts.getOrDefault(name, "none");
            if (!before.equals(value)) {
              throw new MobileSparkException(
                  String.format(
                      Locale.ROOT,
                      "The run that is to be resumed had %s %s, found %s",
                      name,
                      before,
                      value));
            }
          });
    }
  }

  /** Writes the checkpoint of the last epoch done. */
  void write(Map<String, String> facts, HeadProgress progress) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    int epoch = progress.epochs().size();
    Path file = new Path(folder, PREFIX + String.format(Locale.ROOT, "%05d", epoch));
    Path draft = new Path(folder, "." + file.getName() + ".part");
    HeadShape shape = progress.best().shape();
    HeadState state = progress.state();
    Header header =
        new Header(
            facts,
            shape.inputs(),
            shape.scale(),
            shape.hidden(),
            shape.classes(),
            state.steps(),
            progress.epochs());
    try (DataOutputStream out = files.create(draft, true)) {
      byte[] json = JSON.writeValueAsBytes(header);
      out.writeInt(json.length);
      out.write(json);
      for (HeadWeights each :
          List.of(state.weights(), state.means(), state.squares(), progress.best())) {
        out.write(each.toBytes());
      }
    }
    if (!files.rename(draft, file)) {
      throw new IOException("Cannot rename " + draft + " to " + file);
    }
    for (Path earlier : all(files)) {
      if (!earlier.getName().equals(file.getName())) {
        files.delete(earlier, false);
      }
    }
  }

  /**
   * The last one; empty where no epoch has been done.
   *
   * @throws MobileSparkException when it is damaged
   */
  Optional<Checkpoint> latest() throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Optional<Path> last = all(files).stream().max(Comparator.comparing(Path::getName));
    return last.isEmpty() ? Optional.empty() : Optional.of(read(files, last.get()));
  }

  private static Checkpoint read(FileSystem files, Path file) throws IOException {
    try (DataInputStream in = files.open(file)) {
      byte[] json = new byte[in.readInt()];
      in.readFully(json);
      Header header = JSON.readValue(json, new TypeReference<Header>() {});
      HeadShape shape = new HeadShape(header.inputs, header.hidden, header.classes, header.scale);
      List<HeadWeights> weights = new ArrayList<>();
      byte[] bytes = new byte[shape.parameters() * Float.BYTES];
      for (int i = 0; i < 4; i++) {
        in.readFully(bytes);
        weights.add(HeadWeights.ofBytes(shape, bytes));
      }
      HeadState state = new HeadState(weights.get(0), weights.get(1), weights.get(2), header.steps);
      return new Checkpoint(header.facts, new HeadProgress(state, weights.get(3), header.epochs));
    } catch (IOException | IllegalArgumentException | NegativeArraySizeException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "The checkpoint %s cannot be read: %s", file, e), e);
    }
  }

  private List<Path> all(FileSystem files) throws IOException {
    if (!files.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().startsWith(PREFIX))
        .toList();
  }
}

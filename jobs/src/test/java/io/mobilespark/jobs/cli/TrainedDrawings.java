// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Drawings, a head trained on them, and the commands for more.
 *
 * @param folder for everything
 * @param drawings what there is to learn
 * @param run how the training went
 */
record TrainedDrawings(Path folder, Drawings drawings, CommandRun run) {
  static final int PICTURES = 300;

  /** Draws and trains below a folder. */
  static TrainedDrawings below(Path folder) {
    Drawings drawings = Drawings.below(folder, PICTURES, 0);
    List<String> command = base("train", drawings);
    command.addAll(List.of("--input", drawings.input(), "--output", folder + "/first"));
    command.addAll(List.of("--labels", drawings.set().labels().toString()));
    command.addAll(List.of("--hidden", "64", "--epochs", "12"));
    return new TrainedDrawings(folder, drawings, CommandRun.of(command));
  }

  private static List<String> base(String command, Drawings drawings) {
    List<String> all = new ArrayList<>(List.of(command, "--master", "local[2]"));
    all.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--resolution", "96"));
    all.addAll(List.of("--weights", drawings.weights().toString(), "--preset", "squash"));
    return all;
  }

  /** The folder of the head. */
  Path head() {
    return folder.resolve("first");
  }

  /** The table of features. */
  Path features() {
    return head().resolve("features");
  }

  /** A command with the options of the base. */
  List<String> base(String command) {
    return base(command, drawings);
  }

  /** Training on the features of the first run. */
  List<String> again(Path output, String... options) {
    List<String> command = base("train");
    command.addAll(List.of("--features", features().toString(), "--output", output.toString()));
    command.addAll(List.of("--labels", drawings.set().labels().toString(), "--hidden", "64"));
    command.addAll(List.of(options));
    return command;
  }
}

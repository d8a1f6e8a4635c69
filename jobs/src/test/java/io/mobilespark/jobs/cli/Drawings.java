// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.demo.DemoModel;
import io.mobilespark.jobs.demo.DrawnSet;
import io.mobilespark.jobs.demo.GenerateSettings;
import io.mobilespark.jobs.demo.Generator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of drawings, and the command that labels it with the model trained on such.
 *
 * @param set lies with its two lists of labels, which are side files
 * @param weights of the demo's model
 */
record Drawings(DrawnSet set, Path weights) {
  /** Draws below a folder. */
  static Drawings below(Path folder, int pictures, int broken) {
    return new Drawings(
        Generator.run(new GenerateSettings(folder.resolve("drawings"), pictures, 5, broken)),
        DemoModel.unpack(folder.resolve("model")));
  }

  /** Files in the set's folder that are taken for pictures. */
  int files() {
    return set.pictures() + set.broken();
  }

  String input() {
    return set.folder().toString();
  }

  /** The command for an input and an output, with further options. */
  List<String> command(String input, Path output, String... options) {
    return command(input, output.toString(), options);
  }

  /** The command for an input and an output on any file system, with further options. */
  List<String> command(String input, String output, String... options) {
    List<String> command = new ArrayList<>(List.of("label", "--input", input));
    command.addAll(List.of("--output", output));
    command.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--resolution", "96"));
    command.addAll(List.of("--weights", weights.toString(), "--preset", "squash"));
    command.addAll(List.of("--classes", set.classes().toString()));
    command.addAll(List.of(options));
    if (!command.contains("--master")) {
      command.addAll(List.of("--master", "local[2]"));
    }
    return command;
  }
}

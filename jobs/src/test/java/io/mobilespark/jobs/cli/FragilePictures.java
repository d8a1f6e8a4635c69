// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.testing.FragileModel;
import io.mobilespark.testing.Png;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures for a {@link FragileModel}, one of which it does not survive until it is mended.
 *
 * @param folder holds pictures, model and classes
 */
record FragilePictures(Path folder) {
  static final int PICTURES = 25;

  private static final int BYTES = 1000;
  private static final String FRAGILE = "12.png";

  /** Draws them into a folder, which is made. */
  static FragilePictures below(Path folder) throws IOException {
    FragilePictures pictures = new FragilePictures(folder);
    Files.createDirectories(pictures.input());
    FragileModel.write(pictures.model());
    Files.writeString(pictures.classes(), "red\ngreen\nblue\n");
    for (int i = 0; i < PICTURES; i++) {
      pictures.draw(i + ".png", new Color(10 * i, 100, 240 - 10 * i));
    }
    pictures.draw(FRAGILE, new Color(246, 246, 246));
    return pictures;
  }

  /** Puts a picture like the others in the place of the one that is too much. */
  void mend() throws IOException {
    draw(FRAGILE, Color.GRAY);
  }

  /** The command that labels them through a queue that tasks share. */
  List<String> command(Path output, String... options) {
    List<String> command = new ArrayList<>(List.of("label", "--input", input().toString()));
    command.addAll(List.of("--output", output.toString(), "--model", "mobilenet_v3_small"));
    command.addAll(List.of("--resolution", "32", "--weights", model().toString()));
    command.addAll(List.of("--classes", classes().toString(), "--preset", "squash"));
    command.add("--input-range=0..255");
    command.addAll(List.of("--batch-rows", "2", "--device-queue"));
    command.addAll(List.of(options));
    return command;
  }

  private Path input() {
    return folder.resolve("pictures");
  }

  private Path model() {
    return folder.resolve("model");
  }

  private Path classes() {
    return folder.resolve("classes.txt");
  }

  /** All of the same length, as they were listed. */
  private void draw(String name, Color colour) throws IOException {
    Path drawn = folder.resolve("drawn.png");
    Files.write(drawn, Arrays.copyOf(Png.of(colour, 32, 32), BYTES));
    Files.move(drawn, input().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}

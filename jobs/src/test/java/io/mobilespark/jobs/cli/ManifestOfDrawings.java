// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Drawings named by a list, some of which storage does not deliver at first, under the scheme
 * {@code faulty}.
 *
 * @param drawings all that there are
 * @param list names them, one a line
 */
record ManifestOfDrawings(Drawings drawings, Path list) {
  /** Names every picture below the drawings' folder. */
  static ManifestOfDrawings of(Drawings drawings, Path list) throws IOException {
    ManifestOfDrawings manifest = new ManifestOfDrawings(drawings, list);
    for (Path file : PackedDrawings.of(drawings).pictures()) {
      manifest.name(file);
    }
    return manifest;
  }

  private void name(Path file) throws IOException {
    List<String> lines = new ArrayList<>(Files.exists(list) ? Files.readAllLines(list) : List.of());
    lines.add("faulty:" + file);
    Files.write(list, lines);
  }

  /** Names a file that is not there. */
  Path missing(String name) throws IOException {
    Path file = drawings.set().folder().resolve(name);
    name(file);
    return file;
  }

  /** Adds a copy of a picture under a name that says how it fails. */
  Path copy(String name) throws IOException {
    Path file = missing(name);
    deliver(file);
    return file;
  }

  /** Puts a picture where one was missing. */
  void deliver(Path file) throws IOException {
    Files.copy(PackedDrawings.of(drawings).pictures().get(0), file);
  }

  /** The command that labels what the list names. */
  List<String> command(String output, String... options) {
    List<String> command = drawings.command("none", output, options);
    command.set(1, "--manifest");
    command.set(2, list.toString());
    command.addAll(
        List.of(
            "--conf",
            "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
            "--conf",
            "spark.hadoop.fs.faulty.impl.disable.cache=true"));
    return command;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.demo.GenerateSettings;
import io.mobilespark.jobs.demo.Generator;
import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.spark.ExecutorModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of every notebook compiles and runs, and shows something. */
final class NotebooksIT {
  private static final Path FOLDER = Path.of("..", "notebooks");

  static List<Notebook> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".ipynb"))
          .sorted()
          .map(NotebooksIT::read)
          .toList();
    }
  }

  /** SQL keeps models for the queries to come; other tests want none left. */
  @AfterEach
  void closeModels() {
    ExecutorModels.shared().closeIdle();
  }

  @Test
  void allAreThere() throws IOException {
    assertThat(notebooks())
        .extracting(notebook -> notebook.name().substring(0, 1))
        .containsExactly("1", "2", "3", "4");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runs(Notebook notebook) {
    assertThat(shown(notebook)).isNotEmpty().noneMatch(String::isBlank);
  }

  @Test
  void aBucketOnS3TakesThePlaceOfLocalDrawings(@TempDir Path folder) throws IOException {
    Notebook sql = notebooks().get(3);
    Path drawings = folder.resolve("drawings");
    Generator.run(new GenerateSettings(drawings, 30, 5, 0));
    Map<String, String> properties = new HashMap<>();
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")))) {
      s3.upload(drawings, "photos");
      properties.put("MOBILESPARK_BUCKET", s3.uri("photos"));
      properties.put("MOBILESPARK_ENDPOINT", s3.endpoint().toString());
      // In place of the environment, which Java cannot change.
      properties.put("spark.hadoop.fs.s3a.access.key", s3.accessKey());
      properties.put("spark.hadoop.fs.s3a.secret.key", s3.secretKey());
      properties.forEach(System::setProperty);
      assertThat(shown(sql).get(0)).contains("checkerboard", "triangle");
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  private static List<String> shown(Notebook notebook) {
    assertThat(notebook.withOutput()).as("cells with outputs").isZero();
    Display.taken();
    try (NotebookRun run = new NotebookRun()) {
      for (String cell : notebook.code()) {
        String value = run.run(cell);
        if (cell.startsWith("Main.run(")) {
          assertThat(value).as(cell).isEqualTo("0");
        }
      }
    }
    return Display.taken();
  }

  private static Notebook read(Path file) {
    try {
      return Notebook.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

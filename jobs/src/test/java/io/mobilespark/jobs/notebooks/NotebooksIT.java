package io.mobilespark.jobs.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @Test
  void allAreThere() throws IOException {
    assertThat(notebooks())
        .extracting(notebook -> notebook.name().substring(0, 1))
        .containsExactly("1", "2");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runs(Notebook notebook) {
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
    assertThat(Display.taken()).isNotEmpty().noneMatch(String::isBlank);
  }

  private static Notebook read(Path file) {
    try {
      return Notebook.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

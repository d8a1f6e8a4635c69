// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.notebooks;

import java.io.File;
import java.util.List;
import java.util.Objects;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/**
 * A notebook's cells in a JShell inside this JVM, as the kernel runs them: with the kernel's
 * default imports and its function {@code display}, which {@link Display} keeps.
 */
final class NotebookRun implements AutoCloseable {
  private static final List<String> KERNEL =
      List.of(
          "import java.io.*;",
          "import java.math.*;",
          "import java.net.*;",
          "import java.util.*;",
          "import java.util.concurrent.*;",
          "import java.util.function.*;",
          "import java.util.stream.*;",
          """
          String display(Object shown, String... as) {
            io.mobilespark.jobs.notebooks.Display.show(String.valueOf(shown));
            return "";
          }
          """);

  private final JShell shell;

  NotebookRun() {
    shell = JShell.builder().executionEngine("local").build();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      shell.addToClasspath(entry);
    }
    KERNEL.forEach(this::run);
  }

  /**
   * Runs a cell.
   *
   * @return the value of its last expression as text, empty when it is none
   * @throws AssertionError with the code when it does not compile or throws
   */
  String run(String cell) {
    String value = "";
    SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(cell);
    while (!info.source().isBlank()) {
      for (SnippetEvent event : shell.eval(info.source())) {
        value = value(event);
      }
      info = shell.sourceCodeAnalysis().analyzeCompletion(info.remaining());
    }
    return value;
  }

  private String value(SnippetEvent event) {
    if (event.exception() != null) {
      throw new AssertionError(event.snippet().source() + "\n" + told(event.exception()));
    }
    if (event.status() != Snippet.Status.VALID) {
      StringBuilder why = new StringBuilder();
      shell
          .diagnostics(event.snippet())
          .forEach(each -> why.append(each.getMessage(null)).append('\n'));
      throw new AssertionError(event.snippet().source() + "\n" + event.status() + "\n" + why);
    }
    return Objects.requireNonNullElse(event.value(), "");
  }

  private static String told(JShellException e) {
    return e + (e.getCause() == null ? "" : " caused by " + e.getCause());
  }

  @Override
  public void close() {
    shell.close();
  }
}

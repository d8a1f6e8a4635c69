// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Notes which tests ran and which were skipped, by whatever means: JUnit says it of a disabled
 * class, of an assumption in a method that only lists parameters, and of everything between. {@link
 * SkipCheck} reads the file, which the system property {@code mobilespark.outcomes} names; without
 * it nothing is noted.
 */
public final class OutcomeListener implements TestExecutionListener {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private final Queue<TestOutcome> outcomes = new ConcurrentLinkedQueue<>();

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    note(identifier, true, reason);
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      note(identifier, true, result.getThrowable().map(Throwable::getMessage).orElse(""));
    } else if (identifier.isTest()) {
      note(identifier, false, "");
    }
  }

  /** Writes what it has noted; one after the other where a JVM executes several plans. */
  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    Optional.ofNullable(System.getProperty("mobilespark.outcomes"))
        .ifPresent(file -> write(Path.of(file)));
    outcomes.clear();
  }

  List<TestOutcome> outcomes() {
    return List.copyOf(outcomes);
  }

  private void note(TestIdentifier identifier, boolean skipped, String reason) {
    outcomes.add(new TestOutcome(name(identifier), skipped, reason));
  }

  private static String name(TestIdentifier identifier) {
    return identifier
        .getSource()
        .map(
            source ->
                source instanceof MethodSource method
                    ? method.getClassName() + "#" + method.getMethodName()
                    : source instanceof ClassSource whole ? whole.getClassName() : null)
        .orElseGet(identifier::getUniqueId);
  }

  private void write(Path file) {
    List<String> lines = outcomes.stream().map(TestOutcome::line).toList();
    StandardOpenOption mode =
        BEGUN.compareAndSet(false, true)
            ? StandardOpenOption.TRUNCATE_EXISTING
            : StandardOpenOption.APPEND;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(
          file,
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

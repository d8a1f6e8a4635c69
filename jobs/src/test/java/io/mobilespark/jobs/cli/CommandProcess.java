// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.testbed.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands in processes of their own, with this JVM's class path, to be killed or looked at. */
final class CommandProcess {
  private CommandProcess() {}

  /**
   * Starts a command. Closed by the caller.
   *
   * @param name of its log
   * @param folder its working directory, where the log lies too
   * @param options of the JVM, beside Spark's
   */
  static JavaProcess start(String name, Path folder, List<String> command, String... options) {
    List<String> arguments = new ArrayList<>(JavaProcess.inherited());
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.add(Main.class.getName());
    arguments.addAll(command);
    // As the launcher has them.
    return JavaProcess.start(
        name,
        folder,
        arguments,
        Map.of("SPARK_LOCAL_IP", "127.0.0.1", "TF_CPP_MIN_LOG_LEVEL", "3"));
  }
}

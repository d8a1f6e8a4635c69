// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * spark-submit of the shaded jar alone, as a process: the driver runs in it.
 *
 * @param home the installation
 * @param master the cluster's URL
 * @param folder its working directory, where its log goes too
 * @param properties the file for {@code --properties-file}
 * @param conf settings beside it
 * @param environment variables beside the installation's
 * @param logging a log4j2 configuration for the driver
 */
public record SparkSubmit(
    SparkHome home,
    String master,
    Path folder,
    Path properties,
    Map<String, String> conf,
    Map<String, String> environment,
    Path logging) {
  private static final Path JAR = Path.of("target", "mobilespark-all.jar").toAbsolutePath();

  /**
   * How it ended.
   *
   * @param exitCode of the process
   * @param output standard output and error
   */
  public record Ended(int exitCode, String output) {}

  /** Starts a command of MobileSpark. Closed by the caller. */
  public JavaProcess start(String name, List<String> command) {
    List<String> arguments = home.java("1g", logging, "org.apache.spark.deploy.SparkSubmit");
    arguments.addAll(List.of("--master", master));
    arguments.addAll(List.of("--properties-file", properties.toAbsolutePath().toString()));
    conf.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    arguments.addAll(List.of("--class", "io.mobilespark.jobs.cli.Main", JAR.toString()));
    arguments.addAll(command);
    Map<String, String> variables = new HashMap<>(home.environment());
    variables.putAll(environment);
    return JavaProcess.start(name, folder, arguments, variables);
  }

  /** Runs a command to its end. */
  public Ended run(String name, List<String> command, Duration atMost) {
    try (JavaProcess process = start(name, command)) {
      return new Ended(process.exitCode(atMost), process.output());
    }
  }

  /** The same with further settings. */
  public SparkSubmit with(Map<String, String> further) {
    Map<String, String> all = new LinkedHashMap<>(conf);
    all.putAll(further);
    return new SparkSubmit(home, master, folder, properties, all, environment, logging);
  }

  /** A command as a list that grows. */
  public static List<String> command(String... words) {
    return new ArrayList<>(List.of(words));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A folder that Spark takes for its distribution: links to the jars that Maven resolved as
 * provided, and an empty {@code RELEASE}.
 */
public record SparkHome(Path folder) {
  private static final Path CLASS_PATH = Path.of("target", "provided.classpath");

  /** Makes one below a folder. */
  public static SparkHome below(Path parent) {
    try {
      SparkHome home = new SparkHome(Files.createDirectory(parent.resolve("spark")));
      Path jars = Files.createDirectory(home.folder.resolve("jars"));
      for (String jar : Files.readString(CLASS_PATH).strip().split(File.pathSeparator, -1)) {
        Path target = Path.of(jar).toAbsolutePath();
        Files.createSymbolicLink(jars.resolve(target.getFileName()), target);
      }
      Files.createFile(home.folder.resolve("RELEASE"));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments of {@code java} to run one of Spark's main classes. */
  public List<String> java(String heap, Path logging, String main) {
    List<String> arguments = new ArrayList<>(List.of("-Xmx" + heap));
    arguments.addAll(List.of(JavaModuleOptions.defaultModuleOptions().strip().split("\\s+", -1)));
    arguments.add("-Dlog4j2.configurationFile=" + logging);
    arguments.addAll(List.of("-cp", folder.resolve("jars") + "/*", main));
    return arguments;
  }

  /** What Spark's scripts would export. */
  public Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        folder.toString(),
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "SPARK_SCALA_VERSION",
        "2.13",
        "JAVA_HOME",
        System.getProperty("java.home"));
  }
}

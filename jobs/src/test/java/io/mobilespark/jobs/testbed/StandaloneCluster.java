// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Spark's standalone master and workers, of one core each as a rule, processes on loopback. */
public final class StandaloneCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern REGISTERED = Pattern.compile("Registering worker 127\\.0\\.0\\.1");

  private final SparkHome home;
  private final Path folder;
  private final String url;
  private final List<JavaProcess> processes = new ArrayList<>();

  private StandaloneCluster(SparkHome home, Path folder, String url) {
    this.home = home;
    this.folder = folder;
    this.url = url;
  }

  /**
   * Starts a master and workers.
   *
   * @param parent of the folder for everything, the executors' logs too
   * @param logging a log4j2 configuration for master and workers, at INFO or below
   */
  public static StandaloneCluster start(Path parent, int workers, Path logging) {
    return start(parent, Collections.nCopies(workers, Worker.PLAIN), logging);
  }

  /** Starts a master and workers that differ. */
  public static StandaloneCluster start(Path parent, List<Worker> workers, Path logging) {
    try {
      Path folder = Files.createDirectory(parent.resolve("cluster"));
      int port = FreePort.find();
      StandaloneCluster cluster =
          new StandaloneCluster(SparkHome.below(folder), folder, "spark://127.0.0.1:" + port);
      try {
        cluster.startMaster(port, logging);
        for (Worker worker : workers) {
          cluster.startWorker(worker, logging);
        }
        cluster.processes.get(0).awaitOutput(REGISTERED, workers.size(), START);
        return cluster;
      } catch (RuntimeException | Error e) {
        cluster.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A worker.
   *
   * @param cores that it offers
   * @param settings Spark's own of the worker
   */
  public record Worker(int cores, Map<String, String> settings) {
    static final Worker PLAIN = new Worker(1, Map.of());
  }

  /** The master's URL. */
  public String url() {
    return url;
  }

  /** The installation that submits to it. */
  public SparkHome home() {
    return home;
  }

  /** Where all its processes keep their files. */
  public Path folder() {
    return folder;
  }

  /** Processes of executors that run now, to be killed by tests. */
  public List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(process -> process.handle().descendants())
        .filter(StandaloneCluster::isExecutor)
        .toList();
  }

  @Override
  public void close() {
    // Workers first: they end their executors.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }

  private static boolean isExecutor(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(Arrays::stream)
        .orElseGet(Stream::empty)
        .anyMatch(argument -> argument.endsWith("CoarseGrainedExecutorBackend"));
  }

  private void startMaster(int port, Path logging) {
    List<String> command = home.java("512m", logging, "org.apache.spark.deploy.master.Master");
    command.addAll(List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0"));
    processes.add(JavaProcess.start("master", folder, command, home.environment()));
  }

  private void startWorker(Worker worker, Path logging) {
    int number = processes.size() - 1;
    List<String> command = home.java("512m", logging, "org.apache.spark.deploy.worker.Worker");
    worker.settings().forEach((key, value) -> command.add(0, "-D" + key + "=" + value));
    Path work = folder.resolve("work-" + number);
    command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
    command.addAll(
        List.of(
            "--cores", "" + worker.cores(), "--memory", "2g", "--work-dir", work.toString(), url));
    processes.add(JavaProcess.start("worker-" + number, folder, command, home.environment()));
  }
}

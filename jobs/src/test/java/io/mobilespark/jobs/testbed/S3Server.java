// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * S3Proxy over a folder: a process of its own on loopback, with one bucket of a random name (Hadoop
 * keeps one file system per bucket and JVM) and random credentials.
 */
public final class S3Server implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("target", "s3proxy.classpath");
  private static final Duration START = Duration.ofSeconds(60);
  private static final String LOGGING =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d{HH:mm:ss.SSS} %p %c{1}: %m%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private final JavaProcess process;
  private final URI endpoint;
  private final String bucket;
  private final String accessKey;
  private final String secretKey;

  private S3Server(
      JavaProcess process, URI endpoint, String bucket, String accessKey, String secretKey) {
    this.process = process;
    this.endpoint = endpoint;
    this.bucket = bucket;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /** Starts a server that keeps its objects below a folder. */
  public static S3Server start(Path folder) {
    return start(folder, "AK" + random(), "SK" + random());
  }

  /** Starts a server with given credentials. */
  public static S3Server start(Path folder, String accessKey, String secretKey) {
    try {
      assertThat(CLASS_PATH).as("made by mvn pre-integration-test").exists();
      String bucket = "bucket-" + random();
      Path objects = folder.resolve("objects");
      // A bucket is a folder.
      Files.createDirectories(objects.resolve(bucket));
      int port = FreePort.find();
      URI endpoint = URI.create("http://127.0.0.1:" + port);
      Path properties = folder.resolve("s3proxy.properties");
      Files.write(
          properties,
          List.of(
              "s3proxy.endpoint=" + endpoint,
              "s3proxy.authorization=aws-v2-or-v4",
              "s3proxy.identity=" + accessKey,
              "s3proxy.credential=" + secretKey,
              // Session tokens; it has none of its own.
              "s3proxy.ignore-unknown-headers=true",
              "jclouds.provider=filesystem-nio2",
              "jclouds.filesystem.basedir=" + objects));
      Path logging = Files.writeString(folder.resolve("logback.xml"), LOGGING);
      JavaProcess process =
          JavaProcess.start(
              "s3proxy",
              folder,
              List.of(
                  "-Xmx256m",
                  "-Dlogback.configurationFile=" + logging,
                  "-cp",
                  Files.readString(CLASS_PATH).strip(),
                  "org.gaul.s3proxy.Main",
                  "--properties",
                  properties.toString()),
              Map.of());
      S3Server server = new S3Server(process, endpoint, bucket, accessKey, secretKey);
      server.awaitStart(port);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** The URI of a key in the bucket. */
  public String uri(String key) {
    return "s3a://" + bucket + "/" + key;
  }

  /** The bucket's name. */
  public String bucket() {
    return bucket;
  }

  /** The name that goes with the secret. */
  public String accessKey() {
    return accessKey;
  }

  /** The secret that requests are signed with. */
  public String secretKey() {
    return secretKey;
  }

  /**
   * Settings of S3A to reach the bucket, without their prefix {@code fs.s3a.}.
   *
   * @param through the endpoint, this server's own or a proxy's
   */
  public Map<String, String> settings(URI through) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("endpoint", through.toString());
    settings.put("endpoint.region", "us-east-1");
    settings.put("path.style.access", "true");
    settings.put("access.key", accessKey);
    settings.put("secret.key", secretKey);
    return settings;
  }

  /** The same as options of a command. */
  public List<String> options(URI through) {
    return settings(through).entrySet().stream()
        .flatMap(
            each ->
                Stream.of(
                    "--conf", "spark.hadoop.fs.s3a." + each.getKey() + "=" + each.getValue()))
        .toList();
  }

  /** A file system on the bucket that no other code of this JVM shares; closed by the caller. */
  public FileSystem open() {
    Configuration hadoop = new Configuration();
    settings(endpoint).forEach((key, value) -> hadoop.set("fs.s3a." + key, value));
    try {
      return FileSystem.newInstance(URI.create(uri("")), hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a local folder or file at a key. */
  public void upload(Path from, String key) {
    try (FileSystem bucketFiles = open()) {
      bucketFiles.copyFromLocalFile(hadoopPath(from), new org.apache.hadoop.fs.Path(uri(key)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gets what lies below a key into a new local folder, or one object into a new file. By objects:
   * the server may show folders that it has just emptied, as no real store does.
   */
  public Path download(String key, Path to) {
    org.apache.hadoop.fs.Path from = new org.apache.hadoop.fs.Path(uri(key));
    try (FileSystem bucketFiles = open()) {
      RemoteIterator<LocatedFileStatus> objects = bucketFiles.listFiles(from, true);
      while (objects.hasNext()) {
        org.apache.hadoop.fs.Path object = objects.next().getPath();
        String below = from.toUri().relativize(object.toUri()).getPath();
        Path file = object.equals(from) ? to : to.resolve(below);
        bucketFiles.copyToLocalFile(false, object, hadoopPath(file), true);
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether something lies at or below a key. */
  public boolean holds(String key) {
    try (FileSystem bucketFiles = open()) {
      return bucketFiles.exists(new org.apache.hadoop.fs.Path(uri(key)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its process has taken of the machine's cores. */
  public Duration processorTime() {
    return process.handle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.close();
  }

  private void awaitStart(int port) {
    process.await(() -> listens(port), "listener on " + port, START);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static String random() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

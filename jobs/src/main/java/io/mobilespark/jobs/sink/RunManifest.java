package io.mobilespark.jobs.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a run did, written beside its table as {@code _mobilespark/run.json}.
 *
 * @param command the job, such as {@code label}
 * @param arguments as given on the command line, but for the values of settings that Spark itself
 *     would hide: those named secret, password, token or access key
 * @param versions by product
 * @param models each with a row per picture, in the order asked for
 * @param startedAt ISO 8601, UTC
 * @param seconds from the start of reading pictures to the end of writing rows
 * @param pictures in the table, each with a row per model
 * @param counts pictures by outcome: {@code classified} and each reason
 * @param stageSeconds time in each stage, summed over tasks, attempts that failed included
 * @param picturesPerSecond pictures by seconds
 */
public record RunManifest(
    String command,
    List<String> arguments,
    Map<String, String> versions,
    List<Model> models,
    String startedAt,
    double seconds,
    long pictures,
    Map<String, Long> counts,
    Map<String, Double> stageSeconds,
    double picturesPerSecond) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private static final Pattern SECRET =
      Pattern.compile("(?is)^((?:--conf=)?[^=/]*(?:secret|password|token|access[.]?key)[^=/]*=).*");

  /**
   * A model of the run.
   *
   * @param model name, alpha, resolution and the start of the weights' hash
   * @param preset the preprocessing's name
   * @param weightsSha256 64 hexadecimal digits
   */
  public record Model(String model, String preset, String weightsSha256) {}

  /** Copies the collections and hides secrets. */
  public RunManifest {
    models = List.copyOf(models);
    arguments = arguments.stream().map(RunManifest::withoutSecret).toList();
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    stageSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(stageSeconds));
  }

  private static String withoutSecret(String argument) {
    return SECRET.matcher(argument).replaceFirst("$1(hidden)");
  }

  /** Where the manifest of a table lies. */
  public static Path below(Path table) {
    return new Path(new Path(table, "_mobilespark"), "run.json");
  }

  /** Writes it below a table's folder. */
  public void write(FileSystem fileSystem, Path table) throws IOException {
    try (OutputStream out = fileSystem.create(below(table), true)) {
      out.write(JSON.writeValueAsBytes(this));
    }
  }
}

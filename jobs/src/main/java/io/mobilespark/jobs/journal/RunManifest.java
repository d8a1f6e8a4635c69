// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.SchemaVersion;
import io.mobilespark.jobs.config.ShownSettings;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.outputs.StateFiles;
import io.mobilespark.tensorflow.InputRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, written beside its table as {@code _mobilespark/run.json}.
 *
 * @param schemaVersion of the layout of table and manifest; 0 in tables of versions that did not
 *     write it
 * @param files how the names of the table's files begin: those of each run with its id, and with
 *     that of the attempt where late files of another one might lie beside them
 * @param command the job, such as {@code label}
 * @param arguments as given on the command line, but for the values of settings that may hold a
 *     secret
 * @param versions by product
 * @param models each with a row per picture, in the order asked for
 * @param startedAt ISO 8601, UTC
 * @param seconds from the start of reading pictures to the end of writing rows
 * @param pictures in the table, each with a row per model
 * @param counts pictures by outcome: {@code classified} and each reason
 * @param stageSeconds time in each stage, summed over tasks, attempts that failed included
 * @param picturesPerSecond pictures by seconds
 * @param fingerprint what decides the rows; null in tables of versions that did not write it
 * @param runs that made the table, one after the other; what stands above is of all of them, but
 *     for arguments, versions and start, which are the last one's
 */
@JsonPropertyOrder({"schema_version", "kind", "run", "files"})
public record RunManifest(
    int schemaVersion,
    List<String> files,
    String command,
    List<String> arguments,
    Map<String, String> versions,
    List<Model> models,
    String startedAt,
    double seconds,
    long pictures,
    Map<String, Long> counts,
    Map<String, Double> stageSeconds,
    double picturesPerSecond,
    @Nullable Fingerprint fingerprint,
    List<Run> runs) {

  /**
   * A model of the run.
   *
   * @param model name, alpha, resolution and the start of the weights' hash
   * @param preset the preprocessing's name
   * @param weightsSha256 64 hexadecimal digits
   * @param precision {@code fp32} or {@code bf16}
   * @param inputRange what it wants pixels to be, such as {@code 0..255}
   * @param scores {@code classes}, {@code labels} or {@code two_classes}
   */
  public record Model(
      String model,
      String preset,
      String weightsSha256,
      String precision,
      String inputRange,
      String scores) {
    /** Tables of versions that did not write what all their models had in common have it. */
    public Model {
      inputRange = Objects.requireNonNullElse(inputRange, "-1..1");
      scores = Objects.requireNonNullElse(scores, "classes");
    }

    /** A model that computed features in float32. */
    public Model(String model, String preset, String weightsSha256, InputRange range) {
      this(model, preset, weightsSha256, "fp32", range.toString(), "classes");
    }

    /** A model that computed in float32, as Keras Applications has it. */
    public Model(String model, String preset, String weightsSha256) {
      this(model, preset, weightsSha256, "fp32", "-1..1", "classes");
    }
  }

  /**
   * A run that made the table or added to it.
   *
   * @param run its id
   * @param files how the names of its files begin
   * @param arguments as given, without secrets
   * @param startedAt ISO 8601, UTC
   * @param seconds from the start of reading pictures to the end of writing rows
   * @param pictures that it did
   * @param replaced how many of these stood in the table before, with an error of storage
   * @param attempts processes that worked on it, one after the other
   * @param leftOut names that were left out of what it read
   * @param turnsIgnored of its pictures, how many carry a turn that was not followed; 0 in tables
   *     of versions that did not write it
   */
  public record Run(
      String run,
      String files,
      List<String> arguments,
      String startedAt,
      double seconds,
      long pictures,
      long replaced,
      List<AttemptNote> attempts,
      LeftOut leftOut,
      long turnsIgnored) {
    /** Copies the lists and hides secrets. */
    public Run {
      // Absent in tables of versions that did not write it.
      files = Objects.requireNonNullElse(files, OutputMarker.ANY_TABLE_FILE + run);
      attempts = List.copyOf(Objects.requireNonNullElse(attempts, List.of()));
      leftOut = Objects.requireNonNullElse(leftOut, LeftOut.NONE);
      arguments = ShownSettings.arguments(arguments);
    }
  }

  /** Copies the collections and hides secrets. */
  public RunManifest {
    // Absent in tables of versions that did not write it.
    runs = List.copyOf(Objects.requireNonNullElse(runs, List.of()));
    files = List.copyOf(Objects.requireNonNullElse(files, List.of(OutputMarker.ANY_TABLE_FILE)));
    models = List.copyOf(models);
    arguments = ShownSettings.arguments(arguments);
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    stageSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(stageSeconds));
  }

  /** The manifest of a run that makes a table of its own. */
  public static RunManifest of(
      String command,
      Run run,
      Map<String, String> versions,
      Fingerprint fingerprint,
      Map<String, Long> counts,
      Map<String, Double> stageSeconds) {
    return new RunManifest(
        SchemaVersion.CURRENT,
        List.of(run.files()),
        command,
        run.arguments(),
        versions,
        fingerprint.models(),
        run.startedAt(),
        run.seconds(),
        run.pictures(),
        counts,
        stageSeconds,
        run.pictures() / run.seconds(),
        fingerprint,
        List.of(run));
  }

  /**
   * The manifest of the table that this run adds to.
   *
   * @param replaced pictures of that table by their outcomes, whose rows go
   */
  public RunManifest after(RunManifest earlier, Map<String, Long> replaced) {
    double allSeconds = earlier.seconds + seconds;
    long gone = replaced.values().stream().mapToLong(Long::longValue).sum();
    long allPictures = earlier.pictures + pictures - gone;
    Map<String, Long> kept = new LinkedHashMap<>(earlier.counts);
    replaced.forEach((outcome, n) -> kept.computeIfPresent(outcome, (key, all) -> less(all, n)));
    return new RunManifest(
        schemaVersion,
        Stream.concat(earlier.files.stream(), files.stream()).distinct().toList(),
        command,
        arguments,
        versions,
        models,
        startedAt,
        allSeconds,
        allPictures,
        sum(kept, counts, Long::sum),
        sum(earlier.stageSeconds, stageSeconds, Double::sum),
        allPictures / allSeconds,
        fingerprint,
        Stream.concat(earlier.runs.stream(), runs.stream()).toList());
  }

  /**
   * The same while files of another run come into the table, which counts them once all are there.
   */
  public RunManifest telling(List<String> more) {
    return new RunManifest(
        schemaVersion,
        Stream.concat(files.stream(), more.stream()).distinct().toList(),
        command,
        arguments,
        versions,
        models,
        startedAt,
        seconds,
        pictures,
        counts,
        stageSeconds,
        picturesPerSecond,
        fingerprint,
        runs);
  }

  /** What lies in the folder, as every marker says it. */
  @JsonProperty("kind")
  OutputKind kind() {
    return OutputKind.TABLE;
  }

  /** The run that wrote it last, as every marker says it; empty where none is known. */
  @JsonProperty("run")
  String lastRun() {
    return runs.isEmpty() ? "" : runs.get(runs.size() - 1).run();
  }

  /** None where nothing is left. */
  private static @Nullable Long less(long all, long some) {
    return all > some ? all - some : null;
  }

  private static <T> Map<String, T> sum(
      Map<String, T> some, Map<String, T> more, BinaryOperator<T> plus) {
    Map<String, T> sum = new LinkedHashMap<>(some);
    more.forEach((key, value) -> sum.merge(key, value, plus));
    return sum;
  }

  /** Whether a run is among those that made the table. */
  boolean isOf(String run) {
    return runs.stream().anyMatch(each -> each.run().equals(run));
  }

  /** Where the manifest of a table lies. */
  public static Path below(Path table) {
    return new Path(new Path(table, Workplace.OWN), "run.json");
  }

  /** Writes it below a table's folder. */
  public void write(FileSystem fileSystem, Path table) throws IOException {
    try (OutputStream out = fileSystem.create(below(table), true)) {
      out.write(StateFiles.JSON.writeValueAsBytes(this));
    }
  }

  /** The manifest of a table; empty where there is none. */
  public static Optional<RunManifest> of(Workplace place) throws IOException {
    return place.files().read(below(place.target()), RunManifest.class);
  }
}

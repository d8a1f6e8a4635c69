package io.mobilespark.jobs.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark measured; medians over the repetitions, in pictures per second of all cores.
 *
 * @param model name, alpha, resolution and the start of the weights' hash
 * @param preset the preprocessing
 * @param precision what the network computes in, in the parts and in the whole run
 * @param cores threads of the parts and of Spark
 * @param repetitions rounds; in each, every part and the whole run once
 * @param pictures rows of a whole run
 * @param decode encoded bytes to pixels
 * @param preprocess pixels to the input tensor
 * @param inference the network at the batch size of the run
 * @param inferenceByBatch the network at other batch sizes, on one core
 * @param limit {@code 1 / (1/decode + 1/preprocess + 1/inference)}: what the parts allow when a
 *     core does one after the other and nothing else
 * @param endToEnd the label job, from its listing to its committed table, without start-up
 * @param ratio endToEnd by limit, the median of the rounds' own ratios
 * @param lowestRatio of the rounds
 * @param highestRatio of the rounds
 */
public record BenchmarkResult(
    String model,
    String preset,
    String precision,
    int cores,
    int repetitions,
    long pictures,
    double decode,
    double preprocess,
    double inference,
    Map<Integer, Double> inferenceByBatch,
    double limit,
    double endToEnd,
    double ratio,
    double lowestRatio,
    double highestRatio) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes {@code benchmark.json} and {@code benchmark.md} into a folder. */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      JSON.writeValue(folder.resolve("benchmark.json").toFile(), this);
      Files.writeString(folder.resolve("benchmark.md"), markdown());
    } catch (IOException e) {
      throw new MobileSparkException("%s cannot be written: %s".formatted(folder, e), e);
    }
  }

  /** A table. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, preset %s, %s, %d cores, %,d pictures, median of %d%n%n"
            .formatted(model, preset, precision, cores, pictures, repetitions));
    text.append("| part | pictures/s | per core |%n|---|---|---|%n".formatted());
    row(text, "decode", decode);
    row(text, "preprocess", preprocess);
    row(text, "inference", inference);
    row(text, "limit of the three", limit);
    row(text, "end to end", endToEnd);
    text.append(
        String.format(
            Locale.ROOT,
            "%nEnd to end is %.3f of the limit (%.3f to %.3f).%n",
            ratio,
            lowestRatio,
            highestRatio));
    return text.toString();
  }

  private void row(StringBuilder text, String name, double rate) {
    text.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f |%n", name, rate, rate / cores));
  }
}

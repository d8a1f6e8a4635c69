// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What a benchmark measured. Rates are pictures per second of all cores together, unless they are
 * said to be one core's.
 *
 * @param subject what was measured
 * @param parts each alone, on all cores
 * @param oneCore each alone, on one core, the others idle
 * @param byBatch inference by pictures per call, on all cores
 * @param byBatchOneCore the same on one core
 * @param sources end to end, {@code label} from files first; the first one's figures stand for the
 *     benchmark
 * @param coldStartSeconds from the start of this JVM to the first committed rows, by what took them
 * @param peakMemoryBytes resident memory of this JVM at its largest in runs from end to end; empty
 *     where it is not known
 * @param corePrice of a core for an hour, in any currency
 */
public record BenchmarkReport(
    Subject subject,
    PartRates parts,
    PartRates oneCore,
    SortedMap<Integer, Spread> byBatch,
    SortedMap<Integer, Spread> byBatchOneCore,
    List<Source> sources,
    Map<String, Double> coldStartSeconds,
    OptionalDouble peakMemoryBytes,
    OptionalDouble corePrice) {
  /** The source that packed pictures are. */
  public static final String PARQUET = "parquet";

  /** The same source, queried. */
  public static final String QUERY = "query";

  /**
   * What was measured.
   *
   * @param model name, alpha, resolution and the start of the weights' hash
   * @param preset the preprocessing
   * @param precision what the network computes in, in the parts and in the whole run
   * @param cores threads of the parts and of Spark
   * @param batch pictures per inference, in the whole run and in the limit
   * @param repetitions whole runs of each source
   */
  public record Subject(
      String model, String preset, String precision, int cores, int batch, int repetitions) {}

  /**
   * Parts alone.
   *
   * @param decode encoded bytes to pixels
   * @param preprocess pixels to the input tensor
   * @param inference the network at the batch of the run
   * @param limit {@code 1 / (1/decode + 1/preprocess + 1/inference)}: what the parts allow when a
   *     core does one after the other and nothing else
   */
  public record PartRates(Spread decode, Spread preprocess, Spread inference, Spread limit) {}

  /**
   * {@code label} from one kind of source, or a query in its place.
   *
   * @param name of the kind
   * @param title with the program
   * @param pictures rows of a run
   * @param rates of the runs in their order, from the first picture's reading to the committed
   *     table, start-up aside
   * @param ratios each rate by the limit that was measured right before and after it
   * @param coreMicros per picture and core, by what took them; together {@code cores / rate}
   */
  public record Source(
      String name,
      String title,
      long pictures,
      List<Double> rates,
      List<Double> ratios,
      Map<String, Double> coreMicros) {
    /** Copies the collections. */
    public Source {
      rates = List.copyOf(rates);
      ratios = List.copyOf(ratios);
      coreMicros = Collections.unmodifiableMap(new LinkedHashMap<>(coreMicros));
    }

    /** The rates together. */
    public Spread endToEnd() {
      return Spread.of(rates);
    }

    /** The ratios together. */
    public Spread ratio() {
      return Spread.of(ratios);
    }
  }

  /** Checks that something was measured end to end. */
  public BenchmarkReport {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("No run from end to end");
    }
    coldStartSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(coldStartSeconds));
  }

  /** The source whose figures stand for the benchmark. */
  public Source first() {
    return sources.get(0);
  }

  /** A query's rate by {@code label}'s over the same table, round by round. */
  public Optional<Spread> queryByLabel() {
    Optional<Source> label = source(PARQUET);
    Optional<Source> query = source(QUERY);
    if (label.isEmpty() || query.isEmpty()) {
      return Optional.empty();
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < query.get().rates().size(); round++) {
      ratios.add(query.get().rates().get(round) / label.get().rates().get(round));
    }
    return Optional.of(Spread.of(ratios));
  }

  private Optional<Source> source(String name) {
    return sources.stream().filter(source -> source.name().equals(name)).findFirst();
  }

  /** Hours of a core for a million pictures of a source. */
  double coreHoursPerMillion(Source source) {
    return 1e6 * subject.cores() / source.endToEnd().median() / 3600;
  }

  /** {@code benchmark.json}. */
  public String json() {
    JsonText json =
        new JsonText()
            .put("model", subject.model())
            .put("preset", subject.preset())
            .put("precision", subject.precision())
            .put("cores", subject.cores())
            .put("batch", subject.batch())
            .put("repetitions", subject.repetitions())
            .put("pictures", first().pictures())
            .put("decode", parts.decode().median())
            .put("preprocess", parts.preprocess().median())
            .put("inference", parts.inference().median())
            .put("limit", parts.limit().median())
            .put("end_to_end", first().endToEnd().median())
            .put("ratio", first().ratio().median())
            .put("per_core", first().endToEnd().median() / subject.cores())
            .put("core_hours_per_million", coreHoursPerMillion(first()))
            .put(
                "cost_per_million",
                corePrice.isPresent()
                    ? OptionalDouble.of(corePrice.getAsDouble() * coreHoursPerMillion(first()))
                    : corePrice)
            .put("peak_memory_bytes", peakMemoryBytes)
            .put("cold_start_seconds", sum(coldStartSeconds))
            .put("cold_start", numbers(coldStartSeconds))
            .put("all_cores", json(parts).put("inference_by_batch", json(byBatch)))
            .put("one_core", json(oneCore).put("inference_by_batch", json(byBatchOneCore)));
    JsonText each = new JsonText();
    sources.forEach(source -> each.put(source.name(), json(source)));
    queryByLabel().ifPresent(spread -> json.put("query_by_label", json(spread)));
    return json.put("sources", each).toString();
  }

  static double sum(Map<String, Double> seconds) {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private JsonText json(Source source) {
    return new JsonText()
        .put("pictures", source.pictures())
        .put("end_to_end", json(source.endToEnd()))
        .put("rates", (Object) source.rates())
        .put("ratio", json(source.ratio()))
        .put("ratios", (Object) source.ratios())
        .put("core_hours_per_million", coreHoursPerMillion(source))
        .put("core_micros_per_picture", numbers(source.coreMicros()));
  }

  private static JsonText json(PartRates rates) {
    return new JsonText()
        .put("decode", json(rates.decode()))
        .put("preprocess", json(rates.preprocess()))
        .put("inference", json(rates.inference()))
        .put("limit", json(rates.limit()));
  }

  private static JsonText json(Map<Integer, Spread> byBatch) {
    JsonText json = new JsonText();
    byBatch.forEach((batch, rate) -> json.put(String.valueOf(batch), json(rate)));
    return json;
  }

  private static JsonText json(Spread spread) {
    return new JsonText()
        .put("median", spread.median())
        .put("low", spread.low())
        .put("high", spread.high());
  }

  private static JsonText numbers(Map<String, Double> numbers) {
    JsonText json = new JsonText();
    numbers.forEach((name, value) -> json.put(name.replace(' ', '_'), (Object) value));
    return json;
  }
}

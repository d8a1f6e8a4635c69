// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.report.BenchmarkReport.PartRates;
import io.mobilespark.jobs.report.BenchmarkReport.Source;
import io.mobilespark.jobs.report.BenchmarkReport.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BenchmarkReportTest {
  @Test
  void spreadsAreOfWhatWasMeasured() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void jsonHasTheFiguresOfTheFirstSource() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report(OptionalDouble.of(0.04)).json());
    assertThat(json.get("model").asText()).isEqualTo("mobilenet_v2_1.0_224_0123456789ab");
    assertThat(json.get("preset").asText()).isEqualTo("squash");
    assertThat(json.get("precision").asText()).isEqualTo("fp32");
    assertThat(json.get("cores").asInt()).isEqualTo(2);
    assertThat(json.get("decode").asDouble()).isEqualTo(1200);
    assertThat(json.get("preprocess").asDouble()).isEqualTo(4000);
    assertThat(json.get("inference").asDouble()).isEqualTo(200);
    assertThat(json.get("limit").asDouble()).isEqualTo(160);
    assertThat(json.get("end_to_end").asDouble()).isEqualTo(150);
    assertThat(json.get("ratio").asDouble()).isEqualTo(0.94);
    assertThat(json.get("per_core").asDouble()).isEqualTo(75);
    // 1e6 pictures at 75 a second and core.
    assertThat(json.get("core_hours_per_million").asDouble()).isCloseTo(3.7037, within(1e-4));
    assertThat(json.get("cost_per_million").asDouble()).isCloseTo(0.14815, within(1e-5));
    assertThat(json.at("/all_cores/inference_by_batch/8/median").asDouble()).isEqualTo(210);
    assertThat(json.at("/one_core/limit/high").asDouble()).isEqualTo(90);
    assertThat(json.at("/sources/parquet/end_to_end/median").asDouble()).isEqualTo(140);
    assertThat(json.at("/sources/files/ratios")).hasSize(3);
    assertThat(json.at("/query_by_label/median").asDouble()).isEqualTo(0.95);
    assertThat(json.at("/query_by_label/low").asDouble()).isEqualTo(0.9);
    assertThat(json.at("/cold_start_seconds").asDouble()).isEqualTo(5.5);
    assertThat(json.at("/cold_start/JVM_and_Spark").asDouble()).isEqualTo(4);
    assertThat(json.at("/peak_memory_bytes").isNull()).isTrue();
  }

  @Test
  void costIsToldWhereThePriceIs() throws Exception {
    assertThat(BenchmarkText.markdown(report(OptionalDouble.of(0.04))))
        .contains("| limit of the three | 160.0 (150.0 to 170.0) | 80.0 | 85.0 |")
        .contains("| label, parquet | 140.0 (135.0 to 145.0) | 70.0 |  |")
        .contains("label, files: 0.940 of the limit (0.930 to 0.950); 3.70 core hours")
        .contains("which cost 0.1481 at 0.04 an hour")
        .contains("SQL by label, over the same Parquet files: 0.950 (0.900 to 1.000).");
    assertThat(BenchmarkText.markdown(report(OptionalDouble.empty()))).doesNotContain("cost ");
    JsonNode json = new ObjectMapper().readTree(report(OptionalDouble.empty()).json());
    assertThat(json.get("cost_per_million").isNull()).isTrue();
  }

  @Test
  void pageHasAChartOfEveryTable() {
    String page = BenchmarkPage.html(report(OptionalDouble.empty()));
    assertThat(page.split("<svg ", -1)).hasSize(1 + 6);
    assertThat(page).contains("label, parquet", "batch 8", "write and wait", "0.930 to 0.950");
    // The longest bar, and one of half its rate.
    assertThat(page).contains("width=\"240.0\"");
  }

  private static BenchmarkReport report(OptionalDouble price) {
    Spread one = new Spread(85, 80, 90);
    SortedMap<Integer, Spread> byBatch =
        new TreeMap<>(Map.of(4, one, 8, new Spread(210, 210, 210)));
    Map<String, Double> micros = new LinkedHashMap<>();
    micros.put("decode", 1700.0);
    micros.put("write and wait", 300.0);
    Map<String, Double> cold = new LinkedHashMap<>();
    cold.put("JVM and Spark", 4.0);
    cold.put("models", 1.5);
    return new BenchmarkReport(
        new Subject("mobilenet_v2_1.0_224_0123456789ab", "squash", "fp32", 2, 4, 3),
        new PartRates(
            new Spread(1200, 1100, 1300),
            new Spread(4000, 4000, 4000),
            new Spread(200, 190, 210),
            new Spread(160, 150, 170)),
        new PartRates(one, one, one, one),
        byBatch,
        byBatch,
        List.of(
            source("files", "label, files", List.of(150.0, 145.0, 155.0), micros),
            source("parquet", "label, parquet", List.of(135.0, 140.0, 145.0), micros),
            source("query", "SQL, parquet", List.of(135.0, 133.0, 130.5), micros)),
        cold,
        OptionalDouble.empty(),
        price);
  }

  private static Source source(
      String name, String title, List<Double> rates, Map<String, Double> micros) {
    return new Source(name, title, 4000, rates, List.of(0.93, 0.95, 0.94), micros);
  }
}

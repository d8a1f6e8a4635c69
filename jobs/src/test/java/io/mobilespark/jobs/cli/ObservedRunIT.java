// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.RunSummary;
import io.mobilespark.spark.PictureMetrics;
import io.mobilespark.spark.preparation.ModelSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run shows of itself: in Spark's SQL tab, to Prometheus, through JMX, at its end. */
class ObservedRunIT {
  private static final String PREFIX = "spark.metrics.conf.*.sink.";
  private static final Pattern PROMETHEUS =
      Pattern.compile("metrics_\\S+PictureMetrics_(\\w+)_Count\\{[^}]*\\} (\\d+)");

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @TempDir private Path folder;

  @Test
  void picturesStagesAndReasonsAreSeenFromOutside() throws Exception {
    Drawings drawings = Drawings.below(folder, 30, 4);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", true)
            .config("spark.ui.port", 0)
            .config("spark.plugins", PictureMetrics.class.getName())
            .config("spark.metrics.namespace", "mobilespark")
            .config(
                PREFIX + "prometheusServlet.class",
                "org.apache.spark.metrics.sink.PrometheusServlet")
            .config(PREFIX + "prometheusServlet.path", "/metrics/prometheus")
            .config(PREFIX + "jmx.class", "org.apache.spark.metrics.sink.JmxSink")
            .getOrCreate()) {
      URI ui = URI.create(spark.sparkContext().uiWebUrl().get());
      Map<String, Long> before = prometheus(ui);
      RunSummary run =
          new LabelJob(spark, settings(drawings))
              .run(List.of(), new ProgressListener(silent(), false));
      long pictures = run.manifest().pictures();
      assertThat(pictures).isEqualTo(drawings.files());
      assertThat(run.text())
          // Which stages take a share worth telling is a matter of the machine's other work.
          .containsPattern("Time +\\w.* \\d+ %");

      Map<String, Long> counters = prometheus(ui);
      before.forEach((name, count) -> counters.merge(name, count, (now, then) -> now - then));
      assertThat(counters).containsEntry("pictures", pictures);
      run.manifest()
          .counts()
          .forEach(
              (outcome, count) -> {
                if (!outcome.equals("classified")) {
                  assertThat(counters).containsEntry("rejected_" + outcome, count);
                }
              });
      assertThat(counters.get("batchPlaces"))
          .isEqualTo(BatchLimits.DEFAULT.maxRows() * counters.getOrDefault("batches", 0L));
      assertThat(counters.get("bytes")).isPositive();
      for (String stage : List.of("read", "batch", "decode", "preprocess", "infer", "rank")) {
        assertThat(counters.get("stageNanos_" + stage)).as(stage).isPositive();
      }
      assertThat(counters).containsKey("deviceQueueNanos");
      assertThat(jmx("pictures")).isEqualTo(prometheus(ui).get("pictures"));
      sqlTabShows(ui, spark, run);
    }
  }

  private void sqlTabShows(URI ui, SparkSession spark, RunSummary run) throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
    String path = "/api/v1/applications/" + spark.sparkContext().applicationId() + "/sql";
    JsonNode executions =
        new ObjectMapper().readTree(get(ui, path + "?details=true&planDescription=false"));
    Map<String, String> shown = new TreeMap<>();
    for (JsonNode execution : executions) {
      for (JsonNode node : execution.get("nodes")) {
        if (node.get("nodeName").asText().equals("MobileSpark")) {
          node.get("metrics")
              .forEach(
                  metric -> shown.put(metric.get("name").asText(), metric.get("value").asText()));
        }
      }
    }
    assertThat(shown)
        .containsEntry("pictures done", String.valueOf(run.manifest().pictures()))
        .containsKeys(
            "encoded pictures", "picture batches", "places in picture batches", "model loads")
        .containsKeys("time to read", "time to batch", "time to decode", "time to preprocess")
        .containsKeys("time to infer", "time to rank");
    run.manifest()
        .counts()
        .forEach(
            (outcome, count) -> {
              if (!outcome.equals("classified")) {
                assertThat(shown).containsEntry("rejected pictures, " + outcome, count.toString());
              }
            });
  }

  private LabelSettings settings(Drawings drawings) {
    return new LabelSettings(
        List.of(drawings.input()),
        List.of(
            new ModelSettings(
                "mobilenet_v1",
                0.25,
                96,
                drawings.weights().toString(),
                drawings.set().classes().toString(),
                Optional.of("squash"))),
        BatchLimits.DEFAULT,
        3,
        new OutputSettings(
            folder.resolve("table").toString(), false, OutputSettings.Compression.SNAPPY));
  }

  private Map<String, Long> prometheus(URI ui) throws Exception {
    Map<String, Long> counters = new TreeMap<>();
    Matcher line = PROMETHEUS.matcher(get(ui, "/metrics/prometheus/"));
    while (line.find()) {
      counters.put(line.group(1), Long.parseLong(line.group(2)));
    }
    return counters;
  }

  private static long jmx(String counter) throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("metrics:name=*PictureMetrics." + counter + ",*");
    ObjectName found = beans.queryNames(name, null).iterator().next();
    return (Long) beans.getAttribute(found, "Count");
  }

  private String get(URI root, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
  }
}

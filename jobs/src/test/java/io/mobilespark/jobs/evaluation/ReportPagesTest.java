// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.jobs.evaluation.Outcome.Rejected;
import io.mobilespark.jobs.report.ComparisonReport;
import io.mobilespark.jobs.report.EvaluationJson;
import io.mobilespark.jobs.report.EvaluationPage;
import io.mobilespark.jobs.report.EvaluationReport;
import io.mobilespark.jobs.report.EvaluationText;
import io.mobilespark.jobs.report.MistakePicture;
import io.mobilespark.jobs.report.Thumbnail;
import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the reports tell: as lines, as JSON, as a page. */
final class ReportPagesTest {
  private static final String EVIL = "\"><img src=x onerror=alert('x')>";

  /**
   * As bad as 50,000 pictures can be: every class is taken for any other, and all have previews.
   */
  @Test
  void pageOfFiftyThousandPicturesIsSmall() {
    EvaluationReport report = report(ClassList.imagenet(), 50_000, "v2");
    Map<String, MistakePicture> pictures = new HashMap<>();
    Thumbnail large = new Thumbnail("data:image/jpeg;base64," + "A".repeat(16_000), 160, 160);
    for (Mistake mistake : report.evaluation().mistakes()) {
      pictures.put(mistake.key(), new MistakePicture("/p/" + mistake.key(), Optional.of(large)));
    }
    String html = EvaluationPage.html(report, pictures);

    assertThat(pictures).hasSize(60);
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(3_000_000);
    assertThat(html.split("<figure>", -1)).hasSize(61);
    assertThat(html)
        .contains("Confusion by kind of thing", "1000 of 1000 classes", "Most confident mistakes")
        .doesNotContain("http:", "https:", "<link", "url(", "@import", "NaN", "Infinity");
    Matcher sources = Pattern.compile("(?:src|href)=\"([^\"]{0,5})").matcher(html);
    assertThat(sources.results().map(m -> m.group(1))).isNotEmpty().containsOnly("data:");
  }

  @Test
  void everyTextIsEscaped() throws IOException {
    ClassList classes =
        ClassList.parse("own", new StringReader("a," + EVIL.replace("\"", "") + "\nb,b\n"));
    EvaluationReport report = report(classes, 200, EVIL);
    Map<String, MistakePicture> pictures = new HashMap<>();
    for (Mistake mistake : report.evaluation().mistakes()) {
      pictures.put(mistake.key(), new MistakePicture(EVIL, Optional.empty()));
    }
    String html = EvaluationPage.html(report, pictures);

    assertThat(html).contains("&lt;img src=x").doesNotContain("<img", "alert('x')");
    assertThat(html.split("<script", -1)).hasSize(2);
    EvaluatedRun run = run(EVIL);
    Listing names = new Listing();
    names.add(EVIL);
    ComparisonReport compared =
        new ComparisonReport(
            run, run, new Comparison(1, 1, 1, 1, names, names), PairedBootstrap.DEFAULT);
    assertThat(compared.html()).contains("&lt;img").doesNotContain("<img", "alert('x')");
    assertThat(new ObjectMapper().readTree(compared.json()).get("only_a_pictures").get(0).asText())
        .isEqualTo(EVIL);
  }

  @Test
  void noPictureIsAReportToo() throws IOException {
    EvaluationReport report = report(ClassList.imagenet(), 0, "v2");
    JsonNode json = new ObjectMapper().readTree(EvaluationJson.of(report));

    assertThat(json.get("images").asInt()).isZero();
    assertThat(json.get("top1").isNull()).isTrue();
    assertThat(json.get("top1_ci95").isNull()).isTrue();
    assertThat(json.get("calibration").get("ece").isNull()).isTrue();
    assertThat(json.get("per_class").get(0).get("recall").isNull()).isTrue();
    assertThat(EvaluationText.of(report)).contains("Top-1       –");
    assertThat(EvaluationPage.html(report, Map.of())).contains("of no picture");
  }

  @Test
  void publishedFiguresStandBesideTheFound() throws IOException {
    EvaluationReport report =
        report(ClassList.imagenet(), 1000, "mobilenet_v2_1.0_224_0123456789ab");
    JsonNode published = new ObjectMapper().readTree(EvaluationJson.of(report)).get("published");

    assertThat(published.size()).isEqualTo(report.published().size()).isGreaterThan(2);
    assertThat(published.get(0).get("top1").asDouble()).isEqualTo(0.718);
    assertThat(published.get(0).get("in_interval").asBoolean()).isFalse();
    assertThat(published.get(0).get("cause").asText()).contains("1,000 pictures here");
    assertThat(EvaluationText.of(report)).contains("Published   71.8 % by TF-Slim");
    assertThat(EvaluationPage.html(report, Map.of())).contains("Known cause: 1,000 pictures here");
  }

  private static EvaluationReport report(ClassList classes, int pictures, String model) {
    Random random = new Random(7);
    Tally tally = new Tally(classes.size(), false);
    for (int i = 0; i < pictures; i++) {
      int truth = random.nextInt(classes.size());
      int first = random.nextInt(10) < 6 ? truth : random.nextInt(classes.size());
      float confidence = 0.5f + random.nextFloat() / 2;
      Outcome outcome =
          i % 100 == 99
              ? new Rejected("TRUNCATED")
              : new Ranked(
                  new int[] {first, (first + 1) % classes.size()},
                  new float[] {confidence, 1 - confidence});
      tally.add(
          new JoinedPicture(
              String.format(Locale.ROOT, "picture-%08d", i),
              List.of(List.of(truth)),
              List.of(List.of(outcome))),
          Optional.empty());
    }
    return EvaluationReport.of(tally.evaluation(false), run(model), classes);
  }

  private static EvaluatedRun run(String text) {
    return new EvaluatedRun(text, text, text, Optional.of(text), text, text, text);
  }
}

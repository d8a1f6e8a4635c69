// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.report.GalleryEntry.Predicted;
import io.mobilespark.jobs.report.GalleryEntry.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page: what it says, what it escapes, and that it is bounded and whole by itself. */
final class GalleryPageTest {
  private static final Thumbnail DOT = new Thumbnail("data:image/jpeg;base64,AAAA", 4, 3);

  @TempDir Path folder;

  @Test
  void everyOutcomeIsSaidInWords() {
    String html =
        page(
                entry("a.jpg", "disc", new Predicted("disc", 0.987)),
                entry("b.jpg", "ring", new Predicted("disc", 0.5)),
                new GalleryEntry(
                    "c.jpg", Optional.empty(), new Refused("TRUNCATED"), Optional.empty()),
                new GalleryEntry(
                    "d.jpg", Optional.empty(), new Predicted("star", 1), Optional.of(DOT)))
            .html();

    assertThat(html)
        .containsSubsequence(
            "class=\"right\"",
            "✓ disc",
            "98.7 %",
            "a.jpg",
            "class=\"wrong\"",
            "✗ disc",
            "50.0 %",
            "wrong, it is ring",
            "b.jpg",
            "class=\"refused\"",
            "no preview",
            "⊘ rejected",
            "TRUNCATED",
            "c.jpg",
            "class=\"unknown\"",
            "star",
            "100.0 %",
            "d.jpg")
        .contains("Shown: 4 of 4 pictures; 1 of those shown labelled wrongly (✗), 1 rejected (⊘).");
  }

  @Test
  void pageNeedsNothingElse() {
    assertThat(page(entry("a.jpg", "disc", new Predicted("disc", 1))).html())
        .doesNotContain("<script", "http:", "https:", "<link", "url(", "@import")
        .contains("name=\"viewport\"", "charset=\"utf-8\"", DOT.dataUri());
  }

  @Test
  void htmlInAnyTextStaysText() {
    String evil = "\"><script>alert('x')</script>";
    String html =
        new GalleryPage(
                evil,
                List.of(evil),
                List.of(
                    new GalleryEntry(
                        evil,
                        Optional.of(evil + "2"),
                        new Predicted(evil, 0.5),
                        Optional.of(new Thumbnail("data:" + evil, 1, 1))),
                    new GalleryEntry(evil, Optional.empty(), new Refused(evil), Optional.empty())),
                2)
            .html();

    assertThat(html)
        .doesNotContain("<script", "alert('")
        .contains("<title>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</title>");
  }

  @Test
  void fileIsBounded() throws IOException {
    String longText = "x".repeat(100_000);
    List<GalleryEntry> entries =
        Collections.nCopies(1000, entry(longText, longText, new Predicted("y" + longText, 1)));
    Path file = folder.resolve("page.html");
    new GalleryPage(longText, List.of(longText), entries, 2000).write(file);

    assertThat(Files.size(file)).isLessThan(1_200_000);
    String html = Files.readString(file);
    assertThat(html.split("<figure", -1)).hasSize(GalleryPage.MOST_ENTRIES + 1);
    assertThat(html).contains("Shown: 400 of 2,000 pictures; 400 of those");
  }

  @Test
  void emptyPageIsAPage() {
    assertThat(page().html()).contains("Shown: 0 of 0 pictures").endsWith("</html>\n");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Predicted("disc", Double.NaN))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GalleryPage("t", List.of(), List.of(entry("a", "b", new Refused("EMPTY"))), 0));
    assertThatThrownBy(() -> page().write(folder.resolve("absent/page.html")))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("page.html");
  }

  private static GalleryPage page(GalleryEntry... entries) {
    return new GalleryPage("Drawings", List.of("top-1 99.0 %"), List.of(entries), entries.length);
  }

  private static GalleryEntry entry(String caption, String truth, GalleryEntry.Outcome outcome) {
    return new GalleryEntry(caption, Optional.of(truth), outcome, Optional.of(DOT));
  }
}

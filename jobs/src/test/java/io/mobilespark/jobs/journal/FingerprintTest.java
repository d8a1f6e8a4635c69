// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps a run from going on with another's work. */
class FingerprintTest {
  private static final RunManifest.Model MODEL = new RunManifest.Model("m_1", "squash", "aa");
  private static final Fingerprint FIRST =
      new Fingerprint(List.of(MODEL), "c", 5, List.of("path", "error"), "i", 1200);

  @Test
  void theSameHasNoDifferences() {
    assertThat(FIRST.differences(FIRST)).isEmpty();
  }

  @Test
  void everythingThatDiffersIsNamed() {
    RunManifest.Model center = new RunManifest.Model("m_1", "center", "aa");
    Fingerprint other = new Fingerprint(List.of(center), "d", 3, List.of("path"), "j", 1201);
    assertThat(other.differences(FIRST))
        .containsExactly(
            "the models are m_1 with preset center, they were m_1 with preset squash",
            "top-k is 3, it was 5",
            "the columns are path, they were path,error",
            "the input has 1,201 pictures, it had 1,200");
    assertThat(other.differencesOfRows(FIRST)).hasSize(3);
  }

  @Test
  void whatDoesNotShowInNumbersIsTold() {
    assertThat(
            new Fingerprint(List.of(MODEL), "d", 5, FIRST.columns(), "j", 1200).differences(FIRST))
        .containsExactly(
            "the classes have other labels",
            "the input has other pictures, or pictures of other lengths");
  }

  @Test
  void weightsOfTheSameNameDiffer() {
    RunManifest.Model trained = new RunManifest.Model("m_1", "squash", "ab");
    Fingerprint other = new Fingerprint(List.of(trained), "c", 5, FIRST.columns(), "i", 1200);
    assertThat(other.differences(FIRST)).hasSize(1);
  }
}

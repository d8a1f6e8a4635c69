// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.labels.PairCount;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sparse confusion matrix, and the bounded listing. */
final class PairTableTest {

  @Test
  void countsAsAMapDoes() {
    Random random = new Random(1);
    Map<Integer, Long> expected = new HashMap<>();
    PairTable first = new PairTable(1000);
    PairTable second = new PairTable(1000);
    for (int i = 0; i < 200_000; i++) {
      int truth = random.nextInt(1000);
      int prediction = random.nextInt(100);
      (i % 3 == 0 ? first : second).add(truth, prediction, 1);
      expected.merge(truth * 1000 + prediction, 1L, Long::sum);
    }
    first.merge(second);
    Map<Integer, Long> found = new HashMap<>();
    first.pairs().forEach(pair -> found.put(pair.truth() * 1000 + pair.prediction(), pair.count()));

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void confusionsAreTheMostFrequentMistakes() {
    PairTable table = new PairTable(5);
    table.add(1, 1, 100);
    table.add(1, 2, 3);
    table.add(4, 0, 7);
    table.add(0, 4, 3);
    table.add(3, 2, 1);

    assertThat(table.confusions(3))
        .containsExactly(new PairCount(4, 0, 7), new PairCount(0, 4, 3), new PairCount(1, 2, 3));
  }

  @Test
  void listingsNameTheFirstAndCountAll() {
    Listing odd = new Listing();
    Listing even = new Listing();
    for (int i = 3 * Listing.MOST - 1; i >= 0; i--) {
      (i % 2 == 0 ? even : odd).add(String.format(Locale.ROOT, "p%06d", i));
    }
    odd.merge(even);

    assertThat(odd.count()).isEqualTo(3 * Listing.MOST);
    assertThat(odd.names()).hasSize(Listing.MOST).isSorted();
    assertThat(odd.names().get(Listing.MOST - 1))
        .isEqualTo(String.format(Locale.ROOT, "p%06d", Listing.MOST - 1));
  }

  @Test
  void compensatedSumsDoNotDependOnTheOrder() {
    CompensatedSum up = new CompensatedSum();
    CompensatedSum down = new CompensatedSum();
    for (int i = 1; i <= 100_000; i++) {
      up.add(1.0 / i);
      down.add(1.0 / (100_001 - i));
    }
    CompensatedSum big = new CompensatedSum();
    big.add(1e100);
    big.add(1);
    big.add(-1e100);

    assertThat(up.value()).isEqualTo(down.value());
    assertThat(big.value()).isEqualTo(1);
  }
}

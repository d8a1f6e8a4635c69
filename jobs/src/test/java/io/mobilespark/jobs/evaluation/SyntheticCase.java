// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.jobs.evaluation.Outcome.Rejected;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pictures by formulas over integers, the same as in {@code evaluation_reference.py}.
 *
 * @param pictures how many
 * @param classes how many
 * @param kept best classes that a row keeps
 */
record SyntheticCase(int pictures, int classes, int kept) {

  Stream<JoinedPicture> joined() {
    return IntStream.range(0, pictures)
        .mapToObj(
            i ->
                new JoinedPicture(
                    String.format(Locale.ROOT, "p%05d", i),
                    List.of(List.of(truth(i))),
                    List.of(outcome(i).stream().toList())));
  }

  int truth(int i) {
    return 37L * i % 10 < 6 ? favourite(i) : (int) ((5L * i + i / 7) % classes);
  }

  private Optional<Outcome> outcome(int i) {
    return switch (i % 50) {
      case 7 -> Optional.of(new Rejected("TRUNCATED"));
      case 13 -> Optional.empty();
      default -> Optional.of(ranked(i));
    };
  }

  Ranked ranked(int i) {
    int[] weights = new int[classes];
    for (int c = 0; c < classes; c++) {
      weights[c] = (int) (1 + (31L * i + 17L * c + 7L * i * c) % 101);
    }
    weights[favourite(i)] += 150;
    double sum = IntStream.of(weights).sum();
    int[] best =
        IntStream.range(0, classes)
            .boxed()
            .sorted(Comparator.comparingInt((Integer c) -> -weights[c]))
            .limit(kept)
            .mapToInt(Integer::intValue)
            .toArray();
    float[] probabilities = new float[best.length];
    for (int rank = 0; rank < best.length; rank++) {
      probabilities[rank] = (float) (weights[best[rank]] / sum);
    }
    return new Ranked(best, probabilities);
  }

  private int favourite(int i) {
    return (int) (11L * i % classes);
  }
}

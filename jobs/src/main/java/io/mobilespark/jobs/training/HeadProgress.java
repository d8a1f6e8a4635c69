// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import io.mobilespark.jobs.report.EpochFigures;
import io.mobilespark.tensorflow.HeadState;
import io.mobilespark.tensorflow.HeadWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far training has come: all that is needed to go on.
 *
 * @param state after the last epoch
 * @param best weights after the best epoch; those at the start before the first
 * @param epochs done so far
 */
record HeadProgress(HeadState state, HeadWeights best, List<EpochFigures> epochs) {
  HeadProgress {
    epochs = List.copyOf(epochs);
  }

  static HeadProgress start(HeadWeights weights) {
    return new HeadProgress(HeadState.start(weights), weights, List.of());
  }

  /** The epoch whose weights are the best; of equals the first. */
  Optional<EpochFigures> bestEpoch() {
    Optional<EpochFigures> best = Optional.empty();
    for (EpochFigures each : epochs) {
      if (best.isEmpty() || each.betterThan(best.get())) {
        best = Optional.of(each);
      }
    }
    return best;
  }

  /** Epochs since the best one. */
  int epochsWithoutBetter() {
    return epochs.size() - bestEpoch().map(EpochFigures::epoch).orElse(0);
  }

  HeadProgress with(HeadState next, EpochFigures figures) {
    List<EpochFigures> all = new ArrayList<>(epochs);
    all.add(figures);
    boolean better = bestEpoch().map(figures::betterThan).orElse(true);
    return new HeadProgress(next, better ? next.weights() : best, all);
  }
}

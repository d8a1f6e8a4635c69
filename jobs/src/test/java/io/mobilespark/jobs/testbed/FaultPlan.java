// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Which requests meet which fault: a share of them, drawn from a seed in order of arrival. */
final class FaultPlan {
  private final double share;
  private final List<Fault> faults;
  private final SplittableRandom random;
  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);

  FaultPlan(double share, long seed, List<Fault> faults) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("A share is 0 to 1: " + share);
    }
    this.share = share;
    this.faults = List.copyOf(faults);
    this.random = new SplittableRandom(seed);
  }

  static FaultPlan none() {
    return new FaultPlan(0, 0, List.of());
  }

  synchronized Optional<Fault> next() {
    if (random.nextDouble() >= share) {
      return Optional.empty();
    }
    Fault fault = faults.get(random.nextInt(faults.size()));
    happened.merge(fault, 1, Integer::sum);
    return Optional.of(fault);
  }

  synchronized Map<Fault, Integer> happened() {
    return new EnumMap<>(happened);
  }
}

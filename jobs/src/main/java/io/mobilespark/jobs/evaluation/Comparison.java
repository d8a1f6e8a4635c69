// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two runs over the same pictures.
 *
 * @param bothRight pictures that both have right
 * @param onlyA pictures that only the first has right
 * @param onlyB pictures that only the second has right
 * @param bothWrong pictures that neither has right; rejected and missing ones are wrong
 * @param lost names of the pictures that only the first has right
 * @param gained names of the pictures that only the second has right
 */
public record Comparison(
    long bothRight, long onlyA, long onlyB, long bothWrong, Listing lost, Listing gained) {

  /** Pictures of the truth. */
  public long images() {
    return bothRight + onlyA + onlyB + bothWrong;
  }

  /** Top-1 of the first. */
  public Share a() {
    return new Share(bothRight + onlyA, images());
  }

  /** Top-1 of the second. */
  public Share b() {
    return new Share(bothRight + onlyB, images());
  }

  /** Top-1 of the second less that of the first; empty without pictures. */
  public OptionalDouble difference() {
    return images() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (onlyB - onlyA) / images());
  }

  /** Whether the difference may be chance. */
  public McNemar mcNemar() {
    return new McNemar(onlyA, onlyB);
  }

  /** The 95 % interval of the difference; empty without pictures. */
  public Optional<Interval> interval(PairedBootstrap bootstrap) {
    return images() == 0
        ? Optional.empty()
        : Optional.of(bootstrap.interval(onlyA, onlyB, images()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.FailureLimits;
import io.mobilespark.spark.Rejections.Cause;
import io.mobilespark.spark.Rejections.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run may lose, and what it says where it has lost more. */
class LossesTest {
  private static final Cause GONE = new Cause("a.jpg", "NOT_FOUND", "no such file");
  private static final Cause NOISE = new Cause("b.jpg", "CORRUPT", "no marker");

  private static Losses losses(long pictures, String errors, String rejected) {
    return new Losses(
        FailureLimits.parse(
            Optional.of(errors), Optional.of(rejected).filter(text -> !text.isEmpty())),
        pictures);
  }

  private static Tally tally(long gone, long corrupt) {
    return new Tally(Map.of("NOT_FOUND", gone, "CORRUPT", corrupt), List.of());
  }

  private static Tally explained(Tally tally) {
    return new Tally(tally.counts(), List.of(GONE, NOISE));
  }

  @Test
  void eachLimitCountsItsOwn() {
    assertThat(losses(50, "1%", "").tooMany(tally(1, 40))).isEmpty();
    assertThat(losses(50, "1%", "").tooMany(explained(tally(2, 40))))
        .hasValue(
            "Storage failed for 2 pictures, more than the 1 of 50 that --max-errors 1% allows:"
                + " NOT_FOUND 2; NOT_FOUND a.jpg (no such file)");
    assertThat(losses(50, "1%", "10").tooMany(tally(1, 9))).isEmpty();
    assertThat(losses(50, "1%", "10").tooMany(explained(tally(1, 10))))
        .hasValue(
            "11 pictures have no result, more than the 10 of 50 that --max-rejected 10 allows:"
                + " CORRUPT 10, NOT_FOUND 1; CORRUPT b.jpg (no marker); NOT_FOUND a.jpg (no such"
                + " file)");
  }

  @Test
  void nothingIsAskedOfPicturesWhereThereAreFew() {
    assertThatNoException()
        .isThrownBy(
            () ->
                losses(50, "1%", "50%")
                    .requireAny(
                        tally(0, 25),
                        tally -> {
                          throw new AssertionError("asked");
                        },
                        "classified"));
  }

  @Test
  void aRunThatLosesEverythingFailsUnlessThatIsAllowed() {
    assertThatThrownBy(
            () -> losses(20, "1", "").requireAny(tally(1, 19), LossesTest::explained, "embedded"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "None of 20 pictures was embedded; --max-rejected 100% allows that, with --resume for"
                + " what is done: CORRUPT 19, NOT_FOUND 1; CORRUPT b.jpg (no marker); NOT_FOUND"
                + " a.jpg (no such file)");
    losses(20, "1", "").requireAny(tally(1, 18), LossesTest::explained, "embedded");
    losses(20, "1", "100%").requireAny(tally(1, 19), LossesTest::explained, "embedded");
    losses(0, "1", "").requireAny(tally(0, 0), LossesTest::explained, "embedded");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.training.LabelledFeatures.ClassRows;
import org.junit.jupiter.api.Test;

class LabelledFeaturesTest {
  private static long bound(long lowest, long highest, double validation) {
    return LabelledFeatures.bound(new ClassRows(0, 10, lowest, highest), validation);
  }

  @Test
  void theLowestShareOfAllHashesIsHeldOut() {
    assertThat(bound(Long.MIN_VALUE, Long.MAX_VALUE, 0.5)).isZero();
    assertThat(bound(Long.MIN_VALUE, Long.MAX_VALUE, 0.25)).isEqualTo(Long.MIN_VALUE / 2);
  }

  @Test
  void ofEveryClassOneIsHeldOutAndOneIsNot() {
    assertThat(bound(5, 9, 0.5)).isEqualTo(6);
    assertThat(bound(-9, -5, 0.5)).isEqualTo(-5);
    assertThat(bound(-9, -8, 0.999999)).isEqualTo(-8);
    assertThat(bound(8, 9, 0.000001)).isEqualTo(9);
  }
}

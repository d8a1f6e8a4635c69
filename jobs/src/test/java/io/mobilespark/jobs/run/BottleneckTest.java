// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BottleneckTest {
  private static final RunTimes LONG = new RunTimes(5, 60, 1);

  @Test
  void tellsSharesOfTheCoresTimeAndWhatTookMost() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("read", 1.0);
    seconds.put("batch", 0.01);
    seconds.put("decode", 4.0);
    seconds.put("infer", 13.0);
    assertThat(new Bottleneck(seconds, 20, LONG).lines())
        .hasSize(2)
        .startsWith("Time        read 5 %, decode 20 %, infer 65 %, write and wait 10 %")
        .element(1)
        .asString()
        .startsWith("Bound by    infer: --precision bf16");
  }

  @Test
  void tasksThatSpentMoreThanTheClockAreTheirOwnWhole() {
    // Waves of an earlier process ran on more cores.
    assertThat(new Bottleneck(Map.of("decode", 30.0), 20, LONG).lines())
        .startsWith("Time        decode 100 %");
  }

  @Test
  void nothingMeasuredIsNothingTold() {
    assertThat(new Bottleneck(Map.of(), 20, LONG).lines()).isEmpty();
    assertThat(new Bottleneck(Map.of("read", 0.0), 20, LONG).lines()).isEmpty();
  }

  @Test
  void aShortRunIsBoundByNothingThatCouldBeChanged() {
    assertThat(new Bottleneck(Map.of("infer", 8.0), 10, new RunTimes(5, 54, 1)).lines())
        .containsExactly("Time        infer 80 %, write and wait 20 %");
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "70, 60"})
  void startUpIsToldWhereItTookMost(double start, double work) {
    assertThat(new Bottleneck(Map.of("infer", 8.0), 10, new RunTimes(start, work, 1)).lines())
        .element(1)
        .asString()
        .startsWith("Bound by    start-up: more pictures in one run");
  }

  @ParameterizedTest
  @CsvSource({
    "read, --prefetch-requests",
    "batch, smaller files",
    "decode, more cores",
    "preprocess, squash",
    "infer, --precision bf16",
    "rank, --top-k"
  })
  void saysWhatToChange(String stage, String advice) {
    assertThat(new Bottleneck(Map.of(stage, 8.0), 10, LONG).lines())
        .element(1)
        .asString()
        .startsWith("Bound by    " + stage)
        .contains(advice);
    assertThat(new Bottleneck(Map.of(stage, 3.0), 10, LONG).lines())
        .element(1)
        .asString()
        .startsWith("Bound by    write and wait");
  }
}

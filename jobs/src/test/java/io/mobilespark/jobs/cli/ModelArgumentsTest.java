// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the options of each model begin. */
final class ModelArgumentsTest {
  @ParameterizedTest
  @CsvSource({
    "label --top-k 3, label --top-k 3",
    "--model v2 --weights a, --weights a --model v2",
    "--alpha 1 --model v2 --preset p --weights=a -x, --alpha 1 --weights=a --model v2 --preset p -x",
    "--weights a --model v2, --weights a --model v2",
    "--weights a --weights b, --weights a --weights b",
    "--weights a --model v1 --weights b --model v2, --weights a --model v1 --weights b --model v2",
    "--model v1 --weights a --alpha 1 --weights b, --weights a --model v1 --alpha 1 --weights b",
    "--model v1 --weights a --model=v2 --weights b, --weights a --model v1 --weights b --model=v2",
    "--weights a --weights b --model v2 --weights c, --weights a --weights b --model v2 --weights c",
    "--weights, --weights",
  })
  void weightsBeginAModel(String given, String wanted) {
    assertThat(ModelArguments.weightsFirst(given.split(" "))).containsExactly(wanted.split(" "));
  }
}

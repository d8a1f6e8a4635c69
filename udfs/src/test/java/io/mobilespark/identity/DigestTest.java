// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigestTest {
  @Test
  void inputsDifferByPathAndLength() {
    assertThat(inputs("a", 1, "b", 2)).hasSize(64).isEqualTo(inputs("a", 1, "b", 2));
    assertThat(
            Stream.of(
                inputs(),
                inputs("a", 1, "b", 2),
                inputs("a", 1, "a", 1),
                inputs("a", 2, "b", 1),
                inputs("a", 1),
                inputs("ab", 1, "", 2)))
        .doesNotHaveDuplicates();
  }

  @Test
  void sumsOfPartsAddUpInAnyOrder() {
    InputDigest some = new InputDigest();
    some.add("b", 2);
    InputDigest others = new InputDigest();
    others.add("c", 3);
    others.add("a", 1);
    assertThat(InputDigest.hex(some.sum().add(others.sum())))
        .isEqualTo(inputs("a", 1, "b", 2, "c", 3));
    assertThat(InputDigest.hex(BigInteger.ONE.shiftLeft(256).add(BigInteger.TEN)))
        .isEqualTo("0".repeat(63) + "a");
    assertThat(InputDigest.hex(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)))
        .isEqualTo("f".repeat(64));
  }

  @Test
  void classesDifferByPlaceLabelAndName() {
    assertThat(
            Stream.of(
                classes(0, "a", "x"),
                classes(1, "a", "x"),
                classes(0, "b", "x"),
                classes(0, "a", "y")))
        .doesNotHaveDuplicates();
    assertThat(classes(0, "a", "x")).hasSize(64).isEqualTo(classes(0, "a", "x"));
  }

  @Test
  void attemptsHaveIdsOfTheirOwn() {
    assertThat(Stream.generate(AttemptId::next).limit(100))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[0-9a-f]{8}"));
  }

  private static String inputs(Object... pathsAndLengths) {
    InputDigest digest = new InputDigest();
    for (int i = 0; i < pathsAndLengths.length; i += 2) {
      digest.add((String) pathsAndLengths[i], (Integer) pathsAndLengths[i + 1]);
    }
    return InputDigest.hex(digest.sum());
  }

  private static String classes(int index, String label, String name) {
    ClassDigest digest = new ClassDigest();
    digest.add(index, label, name);
    return digest.hex();
  }
}

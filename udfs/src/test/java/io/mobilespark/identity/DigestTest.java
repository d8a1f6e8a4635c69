package io.mobilespark.identity;

import static org.assertj.core.api.Assertions.assertThat;

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
                inputs("a", 2, "b", 1),
                inputs("a", 1),
                inputs("ab", 1, "", 2)))
        .doesNotHaveDuplicates();
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
    return digest.hex();
  }

  private static String classes(int index, String label, String name) {
    ClassDigest digest = new ClassDigest();
    digest.add(index, label, name);
    return digest.hex();
  }
}

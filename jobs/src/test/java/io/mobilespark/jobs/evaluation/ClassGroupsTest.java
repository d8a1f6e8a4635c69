// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Every ImageNet class has a group of kindred things. */
final class ClassGroupsTest {

  @Test
  void everyClassHasAGroup() {
    ClassGroups groups = ClassGroups.of(ClassList.imagenet()).orElseThrow();

    assertThat(groups.ofClass()).hasSize(1000);
    assertThat(groups.names()).hasSizeBetween(30, 40).doesNotHaveDuplicates();
    assertThat(group(groups, 0)).isEqualTo("fishes");
    assertThat(group(groups, 65)).isEqualTo("snakes");
    assertThat(group(groups, 151)).isEqualTo("dogs");
    assertThat(group(groups, 282)).isEqualTo("cats");
    assertThat(group(groups, 546)).isEqualTo("musical instruments");
    assertThat(group(groups, 404)).isEqualTo("ships, boats, aircraft");
    assertThat(group(groups, 963)).isEqualTo("food and drink");
    assertThat(Collections.frequency(groups.ofClass(), groups.names().indexOf("dogs")))
        .isEqualTo(118);
  }

  @Test
  void backgroundIsAGroupOfItsOwn() {
    ClassGroups groups = ClassGroups.of(ClassList.imagenet().withBackground()).orElseThrow();

    assertThat(groups.ofClass()).hasSize(1001);
    assertThat(group(groups, 0)).isEqualTo("background");
    assertThat(group(groups, 66)).isEqualTo("snakes");
  }

  @Test
  void otherClassesHaveNone() throws IOException {
    ClassList own = ClassList.parse("own", new StringReader("disc\nring\n"));
    assertThat(ClassGroups.of(own)).isEmpty();
  }

  private static String group(ClassGroups groups, int index) {
    return groups.names().get(groups.ofClass().get(index));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything is closed, last first, however many fail. */
class TaskResourcesTest {
  private final List<String> closed = new ArrayList<>();
  private final TaskResources resources = new TaskResources();

  @Test
  void theLastOpenedIsClosedFirst() {
    own("a", null);
    own("b", null);
    own("c", null);
    resources.close();
    assertThat(closed).containsExactly("c", "b", "a");
  }

  @Test
  void allAreClosedWhenSomeFail() {
    own("a", null);
    own("b", new IllegalStateException("b fails"));
    own("c", null);
    own("d", new AssertionError("d fails"));
    assertThatThrownBy(resources::close)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("d fails")
        .satisfies(
            e -> assertThat(e.getSuppressed()).extracting("message").containsExactly("b fails"));
    assertThat(closed).containsExactly("d", "c", "b", "a");
  }

  @Test
  void closingTwiceClosesOnce() {
    own("a", new IllegalStateException("a fails"));
    assertThatThrownBy(resources::close).isInstanceOf(IllegalStateException.class);
    resources.close();
    assertThat(closed).containsExactly("a");
  }

  @Test
  void aResourceIsHandedBack() {
    AutoCloseable resource = () -> {};
    assertThat(resources.own(resource)).isSameAs(resource);
  }

  private void own(String name, @org.jspecify.annotations.Nullable Throwable failure) {
    resources.own(
        () -> {
          closed.add(name);
          if (failure instanceof Error error) {
            throw error;
          }
          if (failure instanceof Exception exception) {
            throw exception;
          }
        });
  }
}

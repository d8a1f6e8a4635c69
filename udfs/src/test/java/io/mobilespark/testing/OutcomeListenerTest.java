// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Every way in which JUnit skips a test is noted under the test's name. */
class OutcomeListenerTest {
  private static final String HERE = OutcomeListenerTest.class.getName() + "$";

  @Test
  void everyKindOfSkipIsNoted() {
    assertThat(outcomes(Methods.class))
        .containsExactlyInAnyOrder(
            new TestOutcome(HERE + "Methods#runs", false, ""),
            new TestOutcome(HERE + "Methods#fails", false, ""),
            new TestOutcome(HERE + "Methods#disabled", true, "not today"),
            new TestOutcome(HERE + "Methods#assumes", true, "Assumption failed: two lines"),
            new TestOutcome(HERE + "Methods#some", false, ""),
            new TestOutcome(HERE + "Methods#some", true, "Assumption failed: b"),
            new TestOutcome(HERE + "Methods#noArguments", true, "Assumption failed: no files"));
  }

  @Test
  void aWholeClassIsNotedByItsName() {
    assertThat(outcomes(ByHand.class))
        .containsExactly(
            new TestOutcome(
                HERE + "ByHand", true, "System property [mobilespark.no.such] does not exist"));
    assertThat(outcomes(NothingToStartWith.class))
        .containsExactly(
            new TestOutcome(HERE + "NothingToStartWith", true, "Assumption failed: no folder"));
  }

  private static List<TestOutcome> outcomes(Class<?> tests) {
    LauncherConfig alone =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .build();
    Launcher launcher = LauncherFactory.create(alone);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build();
    OutcomeListener listener = new OutcomeListener();
    // Without the end of the plan, at which a file is written.
    launcher.execute(
        request,
        new TestExecutionListener() {
          @Override
          public void executionSkipped(TestIdentifier identifier, String reason) {
            listener.executionSkipped(identifier, reason);
          }

          @Override
          public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            listener.executionFinished(identifier, result);
          }
        });
    return listener.outcomes();
  }

  static class Methods {
    @Test
    void runs() {}

    @Test
    void fails() {
      fail("on purpose");
    }

    @Test
    @Disabled("not today")
    void disabled() {}

    @Test
    void assumes() {
      assumeTrue(false, "two\nlines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void some(String name) {
      assumeTrue(name.equals("a"), name);
    }

    @ParameterizedTest
    @MethodSource("files")
    void noArguments(String file) {
      fail(file);
    }

    static Stream<String> files() {
      assumeTrue(false, "no files");
      return Stream.of();
    }
  }

  @EnabledIfSystemProperty(named = "mobilespark.no.such", matches = ".+")
  static class ByHand {
    @Test
    void runs() {}
  }

  static class NothingToStartWith {
    @BeforeAll
    static void start() {
      assumeTrue(false, "no folder");
    }

    @Test
    void runs() {}
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.SchemaVersion;
import io.mobilespark.jobs.testbed.Fault;
import io.mobilespark.jobs.testbed.FaultProxy;
import io.mobilespark.jobs.testbed.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that was held up between asking its lock and writing, on S3. */
class TableManifestIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static S3Server s3;

  @BeforeAll
  static void start() {
    s3 = S3Server.start(folder);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void whatIsWrittenLateDoesNotHideTheTableOfWhoTookOver() throws IOException {
    try (FileSystem files = s3.open()) {
      for (String table : List.of("new", "replaced")) {
        Workplace place =
            Workplace.of(files, new org.apache.hadoop.fs.Path(s3.uri(table)));
        if (table.equals("replaced")) {
          try (RunLock first = RunLock.acquire(place, "first")) {
            first.manifest().write(manifest("first"));
          }
        }
        try (RunLock late = RunLock.acquire(place, "late")) {
          // Who took the output over has ended, and the late one was past its question by then.
          place.files().write(RunManifest.below(place.target()), manifest("next"));
          assertThatThrownBy(() -> late.manifest().write(manifest("late")))
              .isInstanceOf(MobileSparkException.class)
              .hasMessageContaining(table + " has been taken over by another run");
        }
        assertThat(RunManifest.of(place)).map(RunManifest::files).contains(List.of("part-next"));
      }
    }
  }

  @Test
  void whoHoldsTheOutputWritesAsOftenAsItNeeds() throws IOException {
    try (FileSystem files = s3.open()) {
      Workplace place = Workplace.of(files, new org.apache.hadoop.fs.Path(s3.uri("own")));
      for (String run : List.of("first", "second")) {
        try (RunLock lock = RunLock.acquire(place, run)) {
          lock.manifest().write(manifest(run).telling(List.of("part-more")));
          lock.manifest().write(manifest(run));
        }
        assertThat(RunManifest.of(place))
            .map(RunManifest::files)
            .contains(List.of("part-" + run));
      }
    }
  }

  @Test
  void anAnswerThatIsLostIsNoOtherRun() throws IOException {
    try (FaultProxy proxy = FaultProxy.before(s3.endpoint())) {
      Configuration hadoop = new Configuration();
      s3.settings(proxy.endpoint()).forEach((key, value) -> hadoop.set("fs.s3a." + key, value));
      hadoop.set("fs.s3a.retry.interval", "10ms");
      try (FileSystem files = FileSystem.newInstance(URI.create(s3.uri("")), hadoop)) {
        Workplace place = Workplace.of(files, new org.apache.hadoop.fs.Path(s3.uri("lossy")));
        proxy.disturb(0.3, 7, Fault.TRUNCATION);
        for (int i = 0; i < 5; i++) {
          RunLock.acquire(place, "run-" + i).close();
        }
        try (RunLock lock = RunLock.acquire(place, "own")) {
          for (int i = 0; i < 20; i++) {
            lock.manifest().write(manifest("own").telling(List.of("part-" + i)));
          }
          assertThat(proxy.happened().getOrDefault(Fault.TRUNCATION, 0)).isGreaterThan(5);
          proxy.calm();
        }
        assertThat(RunManifest.of(place))
            .map(RunManifest::files)
            .contains(List.of("part-own", "part-19"));
      }
    }
  }

  private static RunManifest manifest(String run) {
    return new RunManifest(
        SchemaVersion.CURRENT,
        List.of("part-" + run),
        "label",
        List.of(),
        Map.of(),
        List.of(),
        "2026-01-01T00:00:00Z",
        1,
        1,
        Map.of(),
        Map.of(),
        1,
        null,
        List.of());
  }
}

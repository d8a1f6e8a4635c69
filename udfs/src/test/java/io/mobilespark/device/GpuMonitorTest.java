// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.device.GpuMonitor.Figure;
import io.mobilespark.device.GpuMonitor.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The monitor and a real process, which stands in for {@code nvidia-smi}. */
@Timeout(60)
class GpuMonitorTest {
  private static final String LOOP = "while true; do\n%s\nsleep 0.02\ndone";
  private static final String TWO =
      "echo '0, GPU-aa-1, 80, 20, 3000, 8000'\necho '1, GPU-bb-2, 10, [N/A], 4000, 9000'";

  @TempDir private Path folder;
  private final List<Use> uses = new ArrayList<>();
  private GpuUse seen = GpuUse.NONE;

  @AfterEach
  void end() {
    uses.forEach(Use::close);
  }

  @Test
  void figuresAreThoseOfTheGpusInUse() throws Exception {
    GpuMonitor monitor = monitor(String.format(Locale.ROOT, LOOP, TWO), "");
    assertThat(monitor.latest(0, Figure.UTILISATION)).as("nobody asked").isEmpty();
    Use use = used(monitor, 0);
    await(() -> read(monitor).readings() >= 3);
    assertThat(seen.utilisation()).isEqualTo(80 * seen.readings());
    assertThat(seen.mostMemory()).isEqualTo(3000);
    assertThat(seen.memory()).isEqualTo(8000);
    assertThat(seen.problems()).isEmpty();
    assertThat(monitor.latest(0, Figure.UTILISATION)).hasValue(80);
    assertThat(monitor.latest(0, Figure.MEMORY_UTILISATION)).hasValue(20);
    assertThat(monitor.latest(0, Figure.MEMORY_USED)).hasValue(3000);
    assertThat(monitor.latest(0, Figure.MEMORY)).hasValue(8000);
    assertThat(monitor.latest(1, Figure.UTILISATION)).as("of others").isEmpty();
    Use other = used(monitor, 1);
    await(() -> monitor.latest(1, Figure.UTILISATION).isPresent());
    assertThat(monitor.latest(1, Figure.MEMORY_UTILISATION)).as("not told").isEmpty();
    assertThat(monitor.latest(1, Figure.MEMORY_USED)).hasValue(4000);
    other.close();
    assertThat(monitor.latest(1, Figure.MEMORY_USED)).isEmpty();
    assertThat(monitor.latest(0, Figure.MEMORY_USED)).hasValue(3000);
    use.close();
    assertThat(monitor.latest(0, Figure.MEMORY_USED)).isEmpty();
  }

  @Test
  void oneProcessServesAllUsesAndEndsWithTheLast() throws Exception {
    GpuMonitor monitor = monitor("echo $$ >> pids\n" + String.format(Locale.ROOT, LOOP, TWO), "");
    Use first = used(monitor, 0);
    Use second = used(monitor, 0);
    Use third = used(monitor, 1);
    await(() -> read(monitor).readings() > 0);
    ProcessHandle process = process(0);
    first.close();
    first.close();
    third.close();
    assertThat(process.isAlive()).isTrue();
    second.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(read(monitor).problems()).as("it was told to end").isEmpty();
    Use again = used(monitor, 0);
    await(() -> monitor.latest(0, Figure.MEMORY).isPresent());
    ProcessHandle next = process(1);
    assertThat(next.isAlive()).isTrue();
    again.close();
    assertThat(next.isAlive()).isFalse();
    await(() -> threads() == 0);
  }

  @Test
  void aProcessThatDoesNotWantToEndIsKilled() throws Exception {
    GpuMonitor monitor =
        monitor("trap '' TERM\necho $$ >> pids\n" + String.format(Locale.ROOT, LOOP, TWO), "");
    Use use = used(monitor, 0);
    await(() -> read(monitor).readings() > 0);
    ProcessHandle process = process(0);
    use.close();
    await(() -> !process.isAlive());
  }

  @Test
  void aToolThatIsNotThereIsToldOnceForAllUses() throws Exception {
    String nowhere = folder.resolve("nowhere").toString();
    GpuMonitor monitor = new GpuMonitor(List.of(nowhere), "");
    Use first = used(monitor, 0);
    Use second = used(monitor, 1);
    assertThat(monitor.since().problems()).containsExactly(nowhere + " cannot be started");
    assertThat(monitor.since()).isEqualTo(GpuUse.NONE);
    assertThat(monitor.latest(0, Figure.UTILISATION)).isEmpty();
    first.close();
    second.close();
    await(() -> threads() == 0);
  }

  @Test
  void aToolThatFailsSaysWhy() throws Exception {
    String words = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";
    GpuMonitor monitor = monitor("echo \"" + words + "\" >&2\necho 'Make sure.'\nexit 9", "");
    Use use = used(monitor, 0);
    await(() -> read(monitor).problems().size() == 2);
    assertThat(seen.problems())
        .containsExactlyInAnyOrder(tool() + " says '" + words + "'", tool() + " ended with code 9");
    assertThat(seen.readings()).isZero();
    use.close();
  }

  @Test
  void whatWasReadBeforeTheToolDiedIsKeptAndNothingStaleIsShown() throws Exception {
    GpuMonitor monitor = monitor(TWO + "\nkill -9 $$", "");
    Use use = used(monitor, 0);
    await(() -> !read(monitor).problems().isEmpty());
    assertThat(seen.problems()).containsExactly(tool() + " ended with code 137");
    assertThat(seen.readings()).isEqualTo(1);
    assertThat(seen.utilisation()).isEqualTo(80);
    assertThat(monitor.latest(0, Figure.UTILISATION)).as("no longer true").isEmpty();
    use.close();
  }

  @Test
  void strangeLinesAreToldOnceAndSkipped() throws Exception {
    String strange =
        "head -c 5000 /dev/zero | tr '\\0' x\necho\necho 'two, three'\nprintf '\\377\\n'";
    GpuMonitor monitor = monitor(String.format(Locale.ROOT, LOOP, strange + "\n" + TWO), "");
    Use use = used(monitor, 0);
    await(() -> read(monitor).readings() >= 2);
    assertThat(seen.utilisation()).isEqualTo(80 * seen.readings());
    assertThat(seen.problems()).containsExactly(tool() + " says '" + "x".repeat(400) + "'");
    use.close();
  }

  @Test
  void visibleDevicesAreNumberedAnew() throws Exception {
    assertThat(memory("1,0", 0)).hasValue(4000);
    assertThat(memory("1", 0)).hasValue(4000);
    assertThat(memory("GPU-bb, GPU-aa", 1)).hasValue(3000);
    assertThat(memory("0", 0)).hasValue(3000);
    // The strange line comes after all readings and tells that they have been taken.
    GpuMonitor other = monitor(TWO + "\n" + TWO + "\necho end\nexec sleep 60", "MIG-aa,7");
    Use one = used(other, 0);
    Use two = used(other, 1);
    Use three = used(other, 2);
    await(() -> !read(other).problems().isEmpty());
    assertThat(seen)
        .as("none of these is listed")
        .isEqualTo(GpuUse.problem(tool() + " says 'end'"));
    one.close();
    two.close();
    three.close();
  }

  private OptionalLong memory(String visible, int gpu) throws Exception {
    GpuMonitor monitor = monitor(String.format(Locale.ROOT, LOOP, TWO), visible);
    Use use = used(monitor, gpu);
    await(() -> monitor.latest(gpu, Figure.MEMORY_USED).isPresent());
    OptionalLong used = monitor.latest(gpu, Figure.MEMORY_USED);
    use.close();
    return used;
  }

  private Use used(GpuMonitor monitor, int gpu) {
    Use use = monitor.use(gpu);
    uses.add(use);
    return use;
  }

  private GpuUse read(GpuMonitor monitor) {
    seen = seen.plus(monitor.since());
    return seen;
  }

  private String tool() {
    return folder.resolve("nvidia-smi").toString();
  }

  /** A tool that lies in a folder of its own, which it works in. */
  private GpuMonitor monitor(String body, String visible) throws IOException {
    Path tool = folder.resolve("nvidia-smi");
    Files.writeString(tool, "#!/bin/sh\ncd \"${0%/*}\"\n" + body + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    return new GpuMonitor(List.of(tool.toString()), visible);
  }

  private ProcessHandle process(int place) throws IOException {
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertThat(pids).hasSize(place + 1);
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pids.get(place)));
    return process.orElseThrow();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("mobilespark-nvidia-smi"))
        .count();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }
}

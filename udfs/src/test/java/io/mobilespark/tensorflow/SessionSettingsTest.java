// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OptimizerOptions;

/** What TensorFlow is told. */
class SessionSettingsTest {
  @Test
  void theCpuAloneByDefault() {
    ConfigProto config = SessionSettings.ONE_CORE_PER_TASK.config();
    assertThat(config.getIntraOpParallelismThreads()).isEqualTo(1);
    assertThat(config.getInterOpParallelismThreads()).isEqualTo(1);
    assertThat(config.getDeviceCountMap()).containsEntry("GPU", 0);
  }

  @Test
  void oneGpuWhoseMemoryGrows() {
    ConfigProto config = new SessionSettings(new Device.Gpu(3), 4).config();
    assertThat(config.getIntraOpParallelismThreads()).isEqualTo(4);
    assertThat(config.getGpuOptions().getVisibleDeviceList()).isEqualTo("3");
    assertThat(config.getGpuOptions().getAllowGrowth()).isTrue();
    assertThat(config.getDeviceCountMap()).isEmpty();
  }

  @Test
  void aFractionOfTheMemoryIsTakenInsteadOfGrowing() {
    ConfigProto config = new SessionSettings(new Device.Gpu(0, true, 0.25), 1).config();
    assertThat(config.getGpuOptions().getAllowGrowth()).isFalse();
    assertThat(config.getGpuOptions().getPerProcessGpuMemoryFraction()).isEqualTo(0.25);
    assertThat(config.getGpuOptions().getExperimental().getUseCudaMallocAsync()).isTrue();
  }

  @Test
  void oneOfSeveralGpusIsNamedByTheGraph() {
    GraphDef graph =
        GraphDef.newBuilder().addNode(NodeDef.newBuilder().setName("x").setOp("NoOp")).build();
    SessionSettings alone = new SessionSettings(new Device.Gpu(3), 1);
    assertThat(alone.placed(graph)).isEqualTo(graph);
    SessionSettings several = alone.on(new Device.Gpu(3, false, 0));
    assertThat(several.config().getGpuOptions().getVisibleDeviceList()).isEmpty();
    assertThat(several.placed(graph).getNode(0).getDevice()).isEqualTo("/device:GPU:3");
    assertThat(SessionSettings.ONE_CORE_PER_TASK.placed(graph)).isEqualTo(graph);
  }

  @Test
  void xlaCompilesForGpusOnly() {
    SessionSettings compiled = new SessionSettings(new Device.Gpu(0), 1).compiled(true);
    assertThat(level(compiled)).isEqualTo(OptimizerOptions.GlobalJitLevel.ON_1);
    assertThat(level(compiled.compiled(false))).isEqualTo(level(compiled.on(Device.cpu())));
    assertThat(compiled.in(Precision.FP16).xla()).isTrue();
  }

  private static OptimizerOptions.GlobalJitLevel level(SessionSettings settings) {
    return settings.configOfOwnGraph().getGraphOptions().getOptimizerOptions().getGlobalJitLevel();
  }

  @Test
  void valuesAreChecked() {
    assertThatThrownBy(() -> new SessionSettings(Device.cpu(), 0)).hasMessageContaining(": 0");
    assertThatThrownBy(() -> new Device.Gpu(-1)).hasMessageContaining(": -1");
    assertThatThrownBy(() -> new Device.Gpu(0, true, 1.1)).hasMessageContaining(": 1.1");
  }

  @Test
  void theLibraryTellsItsVersionAndLeavesJavaCppWithoutLimits() {
    assertThat(TensorFlowLibrary.version()).startsWith("2.");
    assertThat(System.getProperty("org.bytedeco.javacpp.maxphysicalbytes")).isEqualTo("0");
    assertThat(System.getProperty("org.bytedeco.javacpp.maxbytes")).isEqualTo("0");
  }
}

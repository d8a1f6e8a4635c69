package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

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
  void valuesAreChecked() {
    assertThatThrownBy(() -> new SessionSettings(Device.cpu(), 0)).hasMessageContaining(": 0");
    assertThatThrownBy(() -> new Device.Gpu(-1)).hasMessageContaining(": -1");
  }

  @Test
  void theLibraryTellsItsVersionAndLeavesJavaCppWithoutLimits() {
    assertThat(TensorFlowLibrary.version()).startsWith("2.");
    assertThat(System.getProperty("org.bytedeco.javacpp.maxphysicalbytes")).isEqualTo("0");
    assertThat(System.getProperty("org.bytedeco.javacpp.maxbytes")).isEqualTo("0");
  }
}

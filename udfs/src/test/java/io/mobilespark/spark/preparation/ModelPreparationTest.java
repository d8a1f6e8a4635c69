// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.SettingException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.identity.ModelId;
import io.mobilespark.model.TinyModel;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreActivation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a network against what its file says. */
final class ModelPreparationTest {
  @TempDir private Path folder;

  private Path weights = Path.of("");
  private Path classes = Path.of("");

  @BeforeEach
  void writeModel() throws IOException {
    weights = folder.resolve("tiny.h5");
    classes = folder.resolve("classes.txt");
    TinyModel.write(weights, 1);
    Files.write(classes, TinyModel.CLASSES);
  }

  @Test
  void weightsAloneNeedTheirNetworksName() {
    assertThatThrownBy(() -> prepare(NetworkChoice.NONE))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tiny.h5 holds weights and no network: --model has to name it")
        .hasMessageContaining("mobilenet_v1, mobilenet_v2");
  }

  @Test
  void anInputNeedNotBeSquare() {
    InputSize size = InputSize.parse("96x64");
    PreparedModel model = prepare(NetworkChoice.of("mobilenet_v1", TinyModel.ALPHA, size));
    assertThat(model.network().height()).isEqualTo(96);
    assertThat(model.network().width()).isEqualTo(64);
    ModelId id = ModelId.parse(model.id()).orElseThrow();
    assertThat(id.network().resolution()).isEqualTo(size);
    assertThat(id).hasToString(model.id()).asString().startsWith("mobilenet_v1_0.25_96x64_");
  }

  @Test
  void whatWeightsAloneDoNotLeaveOpenIsNotSaidInVain() {
    NetworkChoice choice =
        NetworkChoice.of("mobilenet_v1", TinyModel.ALPHA, InputSize.parse("96x64"));
    ModelReading reading =
        new ModelReading(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ScoreActivation.SIGMOID));
    assertThatThrownBy(() -> prepare(choice, reading))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tiny.h5 holds weights alone")
        .hasMessageContaining("leave out --activation and --input-range");
  }

  private PreparedModel prepare(NetworkChoice choice) {
    return prepare(choice, ModelReading.AS_FOUND);
  }

  private PreparedModel prepare(NetworkChoice choice, ModelReading reading) {
    return ModelPreparation.prepare(
        new ModelSettings(
            choice,
            weights.toString(),
            classes.toString(),
            Optional.empty(),
            Optional.empty(),
            Precision.FP32,
            reading),
        new Configuration());
  }
}

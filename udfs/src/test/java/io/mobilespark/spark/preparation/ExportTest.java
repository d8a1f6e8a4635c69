// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.SettingException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.InputBatch;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.labels.ClassList;
import io.mobilespark.model.SmallNet;
import io.mobilespark.model.TinyModel;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is exported answers as what it was made from. With {@code -Dmobilespark.exported=FOLDER} the
 * Keras files and these answers stay there for {@code exported_keras.py}, which asks Keras.
 */
final class ExportTest {
  private static final int PICTURES = 3;
  private static final List<String> LABELS = List.of("ant", "bee", "cat", "dog");
  private static final Optional<Path> KEPT =
      Optional.ofNullable(System.getProperty("mobilespark.exported")).map(Path::of);

  private final Configuration hadoop = new Configuration();
  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.mobilespark.model.SmallNet#all")
  void aHeadIsAFileOfKeras(SmallNet net) throws IOException {
    Path weights = net.writeWeights(folder);
    NetworkChoice choice =
        NetworkChoice.of(
            net.model(), net.alpha(), new InputSize(net.resolution(), net.resolution()));
    requireHeads(choice, weights, net.toString(), List.of("squash", "torchvision"));
    requireSame(settings(choice, weights, "squash", Optional.empty()), net + "-own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v1",
        "mobilenet_v2",
        "mobilenet_v3_large",
        "mobilenet_v3_large_minimalistic",
        "mobilenet_v3_small"
      })
  void everyFamilyIsAFileOfKeras(String model) throws IOException {
    Path weights = folder.resolve("tiny.h5");
    TinyModel.write(model, weights, 3);
    NetworkChoice choice =
        NetworkChoice.of(
            model, TinyModel.ALPHA, new InputSize(TinyModel.RESOLUTION, TinyModel.RESOLUTION));
    // Weights by chance make much of rounding, which this preset has none of.
    requireHeads(choice, weights, model, List.of("squash"));
    requireSame(settings(choice, weights, "squash", Optional.empty()), model + "-own");
  }

  private void requireHeads(NetworkChoice choice, Path weights, String net, List<String> presets)
      throws IOException {
    for (FeatureScale scale : FeatureScale.values()) {
      for (String preset : presets) {
        String name = net + "-" + scale + "-" + preset;
        Path head = head(settings(choice, weights, preset, Optional.empty()), name, scale);
        requireSame(settings(choice, weights, preset, Optional.of(head)), name);
      }
    }
  }

  private void requireSame(ModelSettings own, String name) throws IOException {
    Path file = folder.resolve(name + ".keras");
    PreparedModel written = ModelPreparation.exportKeras(own, file, hadoop);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .containsExactly("metadata.json", "config.json", "model.weights.h5");
      JsonNode config =
          new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("config.json")));
      JsonNode layers = config.get("config").get("layers");
      assertThat(config.get("class_name").asText()).isEqualTo("Functional");
      assertThat(layers.get(0).get("class_name").asText()).isEqualTo("InputLayer");
      assertThat(layers.findValuesAsText("class_name"))
          .contains("Conv2D", "DepthwiseConv2D")
          .doesNotContain("BatchNormalization", "Lambda");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(path -> path.endsWith(".part"));
    }
    PreparedModel read =
        ModelPreparation.prepare(
            new ModelSettings(
                NetworkChoice.NONE,
                file.toString(),
                ModelSettings.IMAGENET,
                own.preset(),
                Optional.empty(),
                Precision.FP32,
                ModelReading.AS_FOUND),
            hadoop);
    assertThat(read.kind()).isEqualTo(ScoreKind.CLASSES);
    assertThat(read.network().classes()).isEqualTo(written.network().classes());
    Scores wanted = scores(written);
    Scores found = scores(read);
    for (int i = 0; i < wanted.probabilities().length; i++) {
      assertThat(found.probabilities()[i])
          .as(name)
          .isCloseTo(wanted.probabilities()[i], Offset.offset(1e-5f));
    }
    if (KEPT.isPresent()) {
      keep(KEPT.get(), name, file, wanted);
    }
  }

  private static void keep(Path kept, String name, Path file, Scores scores) throws IOException {
    Files.createDirectories(kept);
    Files.copy(file, kept.resolve(name + ".keras"));
    new ObjectMapper()
        .writeValue(
            kept.resolve(name + ".json").toFile(),
            new TreeMap<>(Map.of("pictures", PICTURES, "probabilities", scores.probabilities())));
  }

  /** What a SavedModel takes and gives stays with it. */
  @ParameterizedTest
  @CsvSource({
    "v3small-multilabel-keras, LABELS, 0..255",
    "v2-functional-augment-preprocess-logit, TWO_CLASSES, 0..255",
    "v2-sequential-rescaling-keras, CLASSES, 0..255",
  })
  void aSavedModelKeepsKindAndRange(String name, ScoreKind kind, String range) throws IOException {
    WildModel wild = WildModel.in(SharedFiles.require("wild/models").resolve(name));
    PreparedModel own = wild.prepared();
    Path saved = folder.resolve("saved");
    ModelSettings settings =
        new ModelSettings(
            NetworkChoice.NONE,
            wild.folder().resolve(wild.about().get("file").asText()).toString(),
            wild.folder().resolve("classes.txt").toString(),
            Optional.of("squash"),
            Optional.empty(),
            Precision.FP32,
            ModelReading.AS_FOUND);
    ModelPreparation.export(settings, saved, hadoop);
    PreparedModel read = ModelPreparation.prepare(of(saved, settings, Optional.empty()), hadoop);
    assertThat(read.kind()).isEqualTo(kind).isEqualTo(own.kind());
    assertThat(read.range()).hasToString(range);
    assertThat(read.classes().size()).isEqualTo(own.classes().size());
    float[] wanted = scores(own).probabilities();
    float[] found = scores(read).probabilities();
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(found[i]).isCloseTo(wanted[i], Offset.offset(1e-6f));
    }
    assertThatThrownBy(
            () ->
                ModelPreparation.prepare(of(saved, settings, Optional.of(InputRange.UNIT)), hadoop))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("was made from a model of 0..255, --input-range says 0..1");
  }

  /** Whatever is around the network; a head stands where the model's own last layers are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1-sequential-hidden-batchnorm-keras",
        "v2-functional-augment-preprocess-logit",
        "v2-own-top-keras",
        "v2-sequential-rescaling-h5",
        "v2-sequential-rescaling-keras",
        "v2-sequential-rescaling-keras2-h5",
        "v3small-minimalistic-maxpool-h5",
        "v3small-multilabel-keras"
      })
  void aHeadOnAWholeModelIsAFileOfKeras(String name) throws IOException {
    Path weights = WildModel.in(SharedFiles.require("wild/models").resolve(name)).file();
    requireHeads(NetworkChoice.NONE, weights, name, List.of("squash"));
  }

  @Test
  void aSavedModelIsRefused() {
    Path model = SharedFiles.require("wild/models").resolve("v2-sequential-rescaling-saved/saved");
    ModelSettings settings =
        settings(NetworkChoice.NONE, model, "squash", Optional.empty());
    assertThatThrownBy(
            () -> ModelPreparation.exportKeras(settings, folder.resolve("m.keras"), hadoop))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("is a SavedModel, whose graph has no layers to write");
  }

  private static ModelSettings of(Path saved, ModelSettings settings, Optional<InputRange> range) {
    return new ModelSettings(
        NetworkChoice.NONE,
        saved.toString(),
        settings.classes(),
        settings.preset(),
        Optional.empty(),
        Precision.FP32,
        new ModelReading(Optional.empty(), Optional.empty(), range, Optional.empty()));
  }

  private static ModelSettings settings(
      NetworkChoice choice, Path weights, String preset, Optional<Path> head) {
    return new ModelSettings(
        choice,
        weights.toString(),
        ModelSettings.IMAGENET,
        Optional.of(preset),
        head.map(Path::toString),
        Precision.FP32,
        ModelReading.AS_FOUND);
  }

  /** A head of weights drawn by chance. */
  private Path head(ModelSettings settings, String name, FeatureScale scale) throws IOException {
    PreparedBase base = ModelPreparation.prepareBase(settings, hadoop);
    HeadShape shape = new HeadShape(base.featureWidth(), 16, LABELS.size(), scale);
    Path head = folder.resolve("head-" + name);
    new TrainedHead(
            HeadWeights.glorotUniform(shape, 7),
            ClassList.of("the test's", LABELS),
            new TrainedHead.Base(
                base.id(),
                base.weightsSha256(),
                base.preset().name(),
                base.network().range().toString()))
        .write(new org.apache.hadoop.fs.Path(head.toUri()), hadoop);
    return head;
  }

  /** Of pictures by a formula, which {@code exported_keras.py} has too. */
  private static Scores scores(PreparedModel model) {
    int height = model.network().height();
    int width = model.network().width();
    try (Predictor predictor = Predictor.open(model.network(), SessionSettings.ONE_CORE_PER_TASK);
        InputBatch batch = new InputBatch(model.network(), model.preset(), PICTURES)) {
      for (int picture = 0; picture < PICTURES; picture++) {
        byte[] rgb = new byte[3 * height * width];
        for (int i = 0; i < rgb.length; i++) {
          int column = i / 3 % width;
          int row = i / 3 / width;
          rgb[i] = (byte) (31 * row + 17 * column + 101 * (i % 3) + 53 * picture);
        }
        batch.put(picture, new RgbImage(width, height, rgb));
      }
      return batch.scores(predictor, PICTURES);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.InputBatch;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A small network that {@code saved_models.py} exported, unpacked into a folder. */
record MadeModel(WildModel model) {
  private static final int PICTURES = 4;

  static MadeModel unpacked(String name, Path folder) throws IOException {
    try (InputStream resource =
            Objects.requireNonNull(MadeModel.class.getResourceAsStream(name + ".zip"), name);
        ZipInputStream zip = new ZipInputStream(resource)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.resolveSibling("."));
        Files.copy(zip, file);
      }
    }
    return new MadeModel(WildModel.in(folder));
  }

  /** With what its case says besides the file. */
  PreparedModel prepared() {
    return prepared(
        new ModelReading(
            Optional.empty(),
            Optional.empty(),
            option("input_range").map(InputRange::parse),
            Optional.empty()));
  }

  PreparedModel prepared(ModelReading reading) {
    return model.prepared(
        new NetworkChoice(
            Optional.empty(), Optional.empty(), option("resolution").map(InputSize::parse)),
        reading);
  }

  private Optional<String> option(String name) {
    return Optional.ofNullable(model.about().get(name)).map(JsonNode::asText);
  }

  /** What MobileSpark answers for the script's pictures. */
  Scores scores(PreparedModel prepared) {
    InputSize size = model.size();
    try (Predictor predictor =
            Predictor.open(prepared.network(), SessionSettings.ONE_CORE_PER_TASK);
        InputBatch batch = new InputBatch(prepared.network(), prepared.preset(), PICTURES)) {
      for (int picture = 0; picture < PICTURES; picture++) {
        batch.put(picture, picture(picture, size));
      }
      return batch.scores(predictor, PICTURES);
    }
  }

  private static RgbImage picture(int number, InputSize size) {
    byte[] rgb = new byte[3 * size.height() * size.width()];
    for (int i = 0; i < rgb.length; i++) {
      int channel = i % 3;
      int column = i / 3 % size.width();
      int row = i / 3 / size.width();
      rgb[i] = (byte) (31 * row + 17 * column + 101 * channel + 53 * number);
    }
    return new RgbImage(size.width(), size.height(), rgb);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.model.KerasLayers.Group;
import io.mobilespark.model.KerasLayers.Model;
import io.mobilespark.model.KerasLayers.Tensor;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.Normalisation;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a network, and a head trained on its features, as a file of Keras 3: {@code .keras}, of
 * Keras's own layers alone. It takes pixels of 0 to 255, red first, which its first layer
 * normalises, and gives probabilities. Batch norms are part of the convolutions before them.
 */
public final class KerasModelWriter {
  /** The version whose format it is. */
  static final String KERAS_VERSION = "3.15.1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private KerasModelWriter() {}

  /**
   * Writes a new file, which appears whole.
   *
   * @param weights of a network without top where there is a head, and of a classifier otherwise
   * @param normalisation of pixels
   * @throws MobileSparkException when it cannot be written, as where something has its name
   */
  public static void write(
      KerasWeights weights, Normalisation normalisation, Optional<HeadWeights> head, Path file) {
    write(new KerasModelLayers(new KerasLayers(), weights).model(normalisation, head), file);
  }

  /**
   * Writes a new file, which appears whole.
   *
   * @throws MobileSparkException when it cannot be written, as where something has its name
   */
  public static void write(Model model, Path file) {
    // Names of this call alone: another one may write the same file at the same time.
    String call = file.getFileName() + "." + AttemptId.next();
    Path part = file.resolveSibling(call + ".part");
    Path tensors = file.resolveSibling(call + ".h5.part");
    try {
      writeTensors(model.groups(), tensors);
      try (OutputStream out = Files.newOutputStream(part);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        entry(zip, "metadata.json");
        zip.write(JSON.writeValueAsBytes(Map.of("keras_version", KERAS_VERSION)));
        entry(zip, "config.json");
        zip.write(JSON.writeValueAsBytes(model.description()));
        entry(zip, "model.weights.h5");
        Files.copy(tensors, zip);
      }
      Files.move(part, file);
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s cannot be written: %s", file, e), e);
    } finally {
      discard(part);
      discard(tensors);
    }
  }

  /** The same weights make the same bytes. */
  private static void entry(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s cannot be deleted: %s", part, e), e);
    }
  }

  private static void writeTensors(Map<String, Group> groups, Path file) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup layers = hdf.putGroup("layers");
      groups.forEach(
          (name, group) -> {
            WritableGroup vars = layers.putGroup(name).putGroup("vars");
            vars.putAttribute("name", group.layer());
            for (int i = 0; i < group.tensors().size(); i++) {
              vars.putDataset(String.valueOf(i), nested(group.tensors().get(i)));
            }
          });
    }
  }

  /** An array of arrays for each axis but the last, as the library takes tensors. */
  private static Object nested(Tensor tensor) {
    int[] sides = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
    Object array = Array.newInstance(float.class, sides);
    fill(array, tensor.values(), 0, tensor.shape());
    return array;
  }

  private static int fill(Object array, float[] values, int from, List<Integer> shape) {
    if (shape.size() == 1) {
      System.arraycopy(values, from, array, 0, shape.get(0));
      return from + shape.get(0);
    }
    int next = from;
    for (int i = 0; i < shape.get(0); i++) {
      next = fill(Array.get(array, i), values, next, shape.subList(1, shape.size()));
    }
    return next;
  }
}

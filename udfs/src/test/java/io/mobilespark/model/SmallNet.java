// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/**
 * A net with random weights, of which Keras wrote the file, and what Keras computes with it on
 * drawn pictures (src/test/python/small_nets.py made it). It lies in the tests' own resources.
 */
public record SmallNet(JsonNode entry) {

  /** All of them. */
  public static Stream<SmallNet> all() {
    try (InputStream in = resource("small-nets/nets.json")) {
      JsonNode nets = new ObjectMapper().readTree(in).get("nets");
      return StreamSupport.stream(nets.spliterator(), false).map(SmallNet::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the network, as on the command line. */
  public String model() {
    return text("model");
  }

  /** The width. */
  public double alpha() {
    return entry.get("alpha").asDouble();
  }

  /** Height and width of the input. */
  public int resolution() {
    return entry.get("resolution").asInt();
  }

  /** The number of outputs. */
  public int classes() {
    return entry.get("classes").asInt();
  }

  /** How its pictures were prepared. */
  public Preset preset() {
    return Presets.byName(text("preset"));
  }

  /** Names of pictures below {@code image/drawn}, in the order of the outputs. */
  public List<String> pictures() {
    return StreamSupport.stream(entry.get("pictures").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** The outputs of Keras for one picture: {@code logits}, {@code softmax} or {@code features}. */
  public float[] output(String name, int picture) {
    JsonNode row = entry.get(name).get(picture);
    float[] values = new float[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) row.get(i).asDouble();
    }
    return values;
  }

  /** Writes a picture's file into a folder. */
  public static Path writePicture(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = resource("/io/mobilespark/image/drawn/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Writes the weights into a folder. */
  public Path writeWeights(Path folder) throws IOException {
    Path file = folder.resolve(this + ".h5");
    try (InputStream in = new GZIPInputStream(resource("small-nets/" + this + ".h5.gz"))) {
      Files.copy(in, file);
    }
    return file;
  }

  ModelSpec spec() {
    ModelName name = ModelName.parse(model());
    return new ModelSpec(
        name.family(), alpha(), resolution(), resolution(), classes(), name.minimalistic());
  }

  private String text(String field) {
    return entry.get(field).asText();
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(SmallNet.class.getResourceAsStream(name), name);
  }

  @Override
  public String toString() {
    return text("name");
  }
}

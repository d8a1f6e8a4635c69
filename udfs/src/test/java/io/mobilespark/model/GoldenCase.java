// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** A net with random weights and what Keras computes with it on two pictures. */
record GoldenCase(String name, ModelSpec spec, Head head, JsonNode entry) {
  private static final int UNTOLD = 1000;

  static Stream<GoldenCase> all() {
    Path manifest = SharedFiles.require("golden/models/manifest.json");
    try {
      JsonNode cases = new ObjectMapper().readTree(manifest.toFile()).get("cases");
      return StreamSupport.stream(cases.spliterator(), false).map(GoldenCase::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenCase named(String name) {
    return all().filter(golden -> golden.name.equals(name)).findFirst().orElseThrow();
  }

  private static GoldenCase of(JsonNode entry) {
    String family = entry.get("family").asText().toUpperCase(Locale.ROOT).replace('-', '_');
    boolean top = entry.get("include_top").asBoolean();
    ModelSpec spec =
        new ModelSpec(
            ModelFamily.valueOf("MOBILENET_" + family),
            entry.get("alpha").asDouble(),
            entry.get("resolution").get(0).asInt(),
            entry.get("resolution").get(1).asInt(),
            top ? entry.get("classes").asInt() : UNTOLD,
            entry.get("minimalistic").asBoolean());
    Head head = top ? Head.CLASSIFIER : Head.FEATURES;
    return new GoldenCase(entry.get("name").asText(), spec, head, entry);
  }

  /** The weight file, unzipped into a folder. */
  Path weights(Path folder) throws IOException {
    Path file = folder.resolve(name + ".h5");
    if (!Files.exists(file)) {
      Path zipped = SharedFiles.require("golden/models/" + name + ".h5.gz");
      try (InputStream in = new GZIPInputStream(Files.newInputStream(zipped))) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  String weightsSha256() {
    return entry.get("weights").get("sha256_unzipped").asText();
  }

  byte[] input() throws IOException {
    return bytes("input").orElseThrow();
  }

  /** A tensor that Keras computed; absent where the case has none. */
  Optional<float[]> tensor(String tensor) throws IOException {
    return bytes(tensor)
        .map(
            bytes -> {
              float[] values = new float[bytes.length / Float.BYTES];
              ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
              return values;
            });
  }

  private Optional<byte[]> bytes(String tensor) throws IOException {
    JsonNode file = entry.get("tensors").path(tensor).path("file");
    return file.isMissingNode()
        ? Optional.empty()
        : Optional.of(Files.readAllBytes(SharedFiles.require("golden/models/" + file.asText())));
  }

  @Override
  public String toString() {
    return name;
  }
}

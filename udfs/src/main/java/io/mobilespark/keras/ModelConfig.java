// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads the configuration of a model, as Keras 2 or 3 writes it, into one form. Of untrusted text:
 * length, depth and number of layers are bounded, and the names in it are only compared.
 */
final class ModelConfig {
  /** A hundred times what the largest MobileNet has. */
  static final int MOST_CHARACTERS = 32 << 20;

  private static final int MOST_LAYERS = 20_000;
  private static final int MOST_DEPTH = 500;
  private static final int LONGEST_NAME = 200;
  private static final Set<String> GRAPHS = Set.of("Functional", "Model");
  private static final List<String> OWN_MODULES = List.of("keras", "tf_keras", "tensorflow");

  /** Before the name of a class of a user, which so is like none of Keras's. */
  private static final String CUSTOM = "custom ";

  private static final String ROW = "Sequential";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxStringLength(MOST_CHARACTERS)
                          .build())
                  .build())
          .build();

  private final KerasVersion version;
  private int layers;

  private ModelConfig(KerasVersion version) {
    this.version = version;
  }

  /**
   * The model that a configuration describes.
   *
   * @param version that the file says; empty where only the configuration can tell
   * @throws KerasModelException where it is none
   */
  static KerasModel parse(String text, Optional<KerasVersion> version) {
    JsonNode root = json(text);
    KerasVersion written = version.orElseGet(() -> versionOf(root));
    return new ModelConfig(written).model(root, "", "");
  }

  static JsonNode json(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT,
              "a configuration of %,d characters, wanted at most %,d",
              text.length(),
              MOST_CHARACTERS));
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new KerasModelException("the configuration is not JSON: " + e.getOriginalMessage());
    }
  }

  /** Keras 2's to_json says it; Keras 3's has modules where Keras 2's has none or others. */
  private static KerasVersion versionOf(JsonNode root) {
    return root.path("keras_version").isTextual()
        ? KerasVersion.parse(root.path("keras_version").asText())
        : KerasVersion.parse("3.0");
  }

  private KerasModel model(JsonNode json, String parent, String group) {
    String className = json.path("class_name").asText();
    JsonNode config = json.path("config");
    // Of the first Keras 2 a row's configuration is a list.
    JsonNode listed = config.isArray() ? config : config.path("layers");
    String name = shortened(config.path("name").asText(json.path("name").asText("model")));
    if (!isModel(className) || !standard(json) || !listed.isArray()) {
      throw new KerasModelException(
          KerasLayer.place(name, shortened(className), parent)
              + " is a model of a class of its own, which no file describes; save one that"
              + " is Sequential or Functional");
    }
    List<KerasLayer> found = layers(listed, parent, group);
    boolean sequential = className.equals(ROW);
    return new KerasModel(
        name,
        sequential,
        found,
        sequential ? List.of() : references(config.path("input_layers")),
        sequential ? List.of() : references(config.path("output_layers")),
        inputShape(config, listed),
        version);
  }

  private List<KerasLayer> layers(JsonNode listed, String parent, String group) {
    List<KerasLayer> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Map<String, Integer> counters = new HashMap<>();
    for (JsonNode json : listed) {
      layers++;
      if (layers > MOST_LAYERS) {
        throw new KerasModelException(
            String.format(Locale.ROOT, "more than %,d layers", MOST_LAYERS));
      }
      KerasLayer layer = layer(json, parent, group, counters);
      if (!names.add(layer.name())) {
        throw new KerasModelException("two layers of the name '" + layer.path() + "'");
      }
      found.add(layer);
    }
    return found;
  }

  private KerasLayer layer(
      JsonNode json, String parent, String group, Map<String, Integer> counters) {
    String className = shortened(json.path("class_name").asText());
    JsonNode config = json.path("config");
    String name = shortened(json.path("name").asText(config.path("name").asText()));
    String module = json.path("module").isTextual() ? json.path("module").asText() : "";
    String place = KerasLayer.place(name, className, parent);
    if (className.isEmpty() || name.isEmpty()) {
      throw new KerasModelException("a layer without class or name in '" + parent + "'");
    }
    String own = group + "/layers/" + GroupName.next(className, counters);
    String path = parent.isEmpty() ? name : parent + "/" + name;
    Optional<KerasModel> nested =
        isModel(className) && standard(json)
            ? Optional.of(model(json, path, own))
            : Optional.empty();
    return new KerasLayer(
        name,
        className(json),
        module,
        parent,
        own,
        new LayerConfig(place, config, version),
        LayerCall.of(json.path("inbound_nodes")),
        nested);
  }

  /**
   * Whether a class is Keras's own: those of users have modules of their own, or none but a name
   * that they are registered by, or are registered under a package.
   */
  static boolean standard(JsonNode json) {
    boolean named = json.path("registered_name").isTextual();
    String module = json.path("module").isTextual() ? json.path("module").asText() : "keras";
    return !json.path("registered_name").asText().contains(">")
        && !(json.path("module").isNull() && named)
        && OWN_MODULES.stream().anyMatch(module::startsWith);
  }

  /** A class name that is none of Keras's where the class is not. */
  static String className(JsonNode json) {
    String name = shortened(json.path("class_name").asText());
    return standard(json) ? name : CUSTOM + name;
  }

  private static boolean isModel(String className) {
    return GRAPHS.contains(className) || className.equals(ROW);
  }

  /** One reference, or lists of them, or an object with them. */
  private static List<Argument.Tensor> references(JsonNode json) {
    if (Argument.isReference(json)) {
      return List.of(Argument.tensor(json));
    }
    return StreamSupport.stream(json.spliterator(), false)
        .flatMap(each -> references(each).stream())
        .toList();
  }

  /** Of the input layer, of the first layer in older files, or of the model itself. */
  private static Optional<List<Integer>> inputShape(JsonNode config, JsonNode listed) {
    for (JsonNode layer : listed) {
      JsonNode settings = layer.path("config");
      for (String key : List.of("batch_shape", "batch_input_shape")) {
        if (settings.path(key).isArray()) {
          return Optional.of(withoutBatch(settings.path(key)));
        }
      }
    }
    JsonNode built = config.path("build_input_shape");
    return built.isArray() ? Optional.of(withoutBatch(built)) : Optional.empty();
  }

  private static List<Integer> withoutBatch(JsonNode shape) {
    List<Integer> sides = new ArrayList<>();
    for (int i = 1; i < shape.size(); i++) {
      sides.add(shape.get(i).asInt(-1));
    }
    return sides;
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
  }
}

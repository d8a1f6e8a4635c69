// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.keras.Tracer.Traced;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasFileException;
import io.mobilespark.model.KerasModelWriter;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.LowLayers;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.tensorflow.GraphDefWriter;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model that Keras saved, read with its weights: a MobileNet and whatever layers are around it,
 * as they compute in inference. Holds the weights of one model and no file.
 */
public final class KerasNetwork {
  private static final int CHANNELS = 3;
  private static final int MOST_SIDE = 4096;

  private final Traced traced;
  private final Optional<ScoreOutput> scores;
  private final Trunk trunk;
  private final Optional<InputRange> range;
  private final String version;
  private final String sha256;
  private final Contents contents;

  private KerasNetwork(
      Traced traced,
      Optional<ScoreOutput> scores,
      Trunk trunk,
      Optional<InputRange> range,
      Contents contents,
      String sha256) {
    this.traced = traced;
    this.scores = scores;
    this.trunk = trunk;
    this.range = range;
    this.version = contents.version;
    this.contents = contents;
    this.sha256 = sha256;
  }

  /**
   * Whether a file says itself what model its weights are of: one of {@code .keras}, or a whole
   * model in HDF5. Files of weights alone do not.
   *
   * @throws MobileSparkException in one line where it cannot be read
   */
  public static boolean describesItself(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try {
      return KerasArchive.describesItself(file);
    } catch (KerasFileException e) {
      throw failure(file, e);
    }
  }

  /**
   * Reads a model.
   *
   * @param architecture a file of Keras's {@code to_json}, for weights alone
   * @param size of its input, where the model leaves it open
   * @throws MobileSparkException in one line where the file is damaged, or where the model has
   *     layers that cannot be computed, no MobileNet, or several inputs
   */
  public static KerasNetwork read(
      Path file, Optional<Path> architecture, Optional<InputSize> size) {
    try {
      Optional<String> json = Optional.empty();
      if (architecture.isPresent()) {
        json = Optional.of(text(architecture.get()));
      }
      String sha256 = KerasWeights.sha256(file);
      return KerasArchive.read(file, json, (model, weights) -> of(model, weights, size, sha256));
    } catch (KerasFileException e) {
      throw failure(file, e);
    }
  }

  private static String text(Path architecture) {
    try {
      if (Files.size(architecture) > ModelConfig.MOST_CHARACTERS) {
        throw new KerasModelException("the architecture " + architecture + " is too large");
      }
      return Files.readString(architecture);
    } catch (IOException e) {
      throw new KerasModelException(
          String.format(Locale.ROOT, "the architecture %s cannot be read: %s", architecture, e));
    }
  }

  private static MobileSparkException failure(Path file, KerasFileException e) {
    return new MobileSparkException(
        String.format(Locale.ROOT, "weights %s: %s", file, e.getMessage()), e);
  }

  private static KerasNetwork of(
      KerasModel model, StoredWeights weights, Optional<InputSize> size, String sha256) {
    TensorShape input = input(model, size);
    Map<String, Long> sizes = new HashMap<>();
    StoredWeights counted = (layer, names) -> counted(layer, names, weights, sizes);
    Traced traced = Simplified.of(Tracer.trace(model, input, counted));
    boolean row = traced.last().shape().size() == traced.last().shape().channels();
    Optional<ScoreOutput> scores = row ? Optional.of(ScoreOutput.of(traced)) : Optional.empty();
    Trunk trunk =
        Trunk.of(traced, scores.map(ScoreOutput::classes).orElse(ModelSpec.IMAGENET_CLASSES))
            .orElseThrow(
                () ->
                    new KerasModelException(
                        "has no MobileNet in it: its convolutions are those of no family"));
    return new KerasNetwork(
        traced,
        scores,
        trunk,
        RangeFinder.range(traced),
        new Contents(
            model.version().text(),
            model.layers().stream()
                .filter(layer -> !layer.isInput())
                .map(KerasNetwork::named)
                .toList(),
            sizes.values().stream().mapToLong(Long::longValue).sum()),
        sha256);
  }

  private static TensorShape input(KerasModel model, Optional<InputSize> size) {
    if (!model.sequential() && model.inputs().size() != 1) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT,
              "the model has %d inputs, wanted one of pictures",
              model.inputs().size()));
    }
    List<Integer> shape = shape(model);
    if (shape.size() != 3 || shape.get(2) != CHANNELS) {
      throw new KerasModelException(
          "the model takes " + shape + ", wanted rows, columns and 3 channels");
    }
    if (Math.min(shape.get(0), shape.get(1)) < 1 && size.isEmpty()) {
      throw new KerasModelException(
          "the model leaves the size of its input open; --resolution says it");
    }
    int height = shape.get(0) < 1 ? size.orElseThrow().height() : shape.get(0);
    int width = shape.get(1) < 1 ? size.orElseThrow().width() : shape.get(1);
    if (Math.min(height, width) < ModelSpec.MINIMUM_SIDE || Math.max(height, width) > MOST_SIDE) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT,
              "the model takes pictures of %dx%d, wanted sides of %d to %d",
              height,
              width,
              ModelSpec.MINIMUM_SIDE,
              MOST_SIDE));
    }
    return TensorShape.of(height, width, CHANNELS);
  }

  /** What a row does not say itself its first layer does. */
  private static List<Integer> shape(KerasModel model) {
    if (model.inputShape().isPresent()) {
      return model.inputShape().get();
    }
    for (KerasLayer layer : model.layers()) {
      if (layer.model().isPresent()) {
        return shape(layer.model().get());
      }
    }
    throw new KerasModelException(
        "the model was saved before it knew its input; call it once, or give it an Input layer");
  }

  /** Family, width and input size of the MobileNet in it, and the classes of the whole. */
  public ModelSpec spec() {
    return trunk.spec();
  }

  /**
   * What a file holds, for people.
   *
   * @param version of the Keras that wrote it
   * @param layers the outermost ones in order: class, and name of those that are models
   * @param parameters values of all weights
   */
  public record Contents(String version, List<String> layers, long parameters) {
    /** Takes the layers. */
    public Contents {
      layers = List.copyOf(layers);
    }
  }

  /** What the file holds. */
  public Contents contents() {
    return contents;
  }

  private static String named(KerasLayer layer) {
    return layer.model().isPresent() ? layer.className() + " " + layer.name() : layer.className();
  }

  /** A layer that stands in several places has its weights once. */
  private static LayerWeights counted(
      KerasLayer layer, List<WeightName> names, StoredWeights weights, Map<String, Long> sizes) {
    LayerWeights found = weights.of(layer, names);
    long values = 0;
    for (int i = 0; i < names.size(); i++) {
      values += found.shape(i).stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
    sizes.put(layer.parent() + "/" + layer.name(), values);
    return found;
  }

  /** The Keras that wrote it. */
  public String kerasVersion() {
    return version;
  }

  /** SHA-256 of the file in lower-case hex digits. */
  public String sha256() {
    return sha256;
  }

  /** What it wants pixels to be; none where its layers do not tell. */
  public Optional<InputRange> range() {
    return range;
  }

  /** Whether it ends in scores, not in a map. */
  public boolean givesScores() {
    return scores.isPresent();
  }

  /** Whether its last layer makes the probabilities itself, so that nothing else may. */
  public boolean givesProbabilities() {
    return scores.filter(each -> each.end() == ScoreOutput.End.PROBABILITIES).isPresent();
  }

  /** Whether its last layers tell neither probabilities nor logits. */
  public boolean leavesScoresOpen() {
    return scores.filter(each -> each.end() == ScoreOutput.End.OTHER).isPresent();
  }

  /** What its scores mean. */
  public ScoreKind kind() {
    return scores.map(ScoreOutput::kind).orElse(ScoreKind.CLASSES);
  }

  /**
   * What a graph is fed.
   *
   * @param range what the model wants pixels to be
   * @param type of samples
   * @param normalisation that takes samples to that range
   */
  public record Fed(InputRange range, SampleType type, Normalisation normalisation) {}

  /**
   * The model as one graph that takes samples.
   *
   * @param kind what its scores mean, if not what it says itself: of logits it is free to choose;
   *     empty for a graph of features alone
   */
  public FrozenGraph freeze(Optional<ScoreKind> kind, Fed fed) {
    SampleType type = fed.type();
    GraphDefWriter graph = new GraphDefWriter();
    TensorShape input = traced.nodes().get(0).shape();
    String samples =
        graph.placeholder(
            FrozenGraph.INPUT, type, List.of(-1L, (long) input.height(), (long) input.width(), 3L));
    if (type == SampleType.UINT8) {
      samples = graph.castToFloat("samples", samples);
    }
    samples = fed.normalisation().write(graph, "normalise", samples);
    OptionalInt early = EarlyNode.last(traced, trunk.features());
    List<String> tensors = new ArrayList<>(List.of(samples));
    TraceGraph nodes = new TraceGraph(graph);
    LowLayers low = LowLayers.NONE;
    String from = "";
    int end = kind.isPresent() ? traced.nodes().size() : trunk.features() + 1;
    for (int i = 1; i < end; i++) {
      TracedNode node = traced.nodes().get(i);
      String name = nodes.name(node);
      from = trunk.low().equals(Optional.of(i)) ? name : from;
      String tensor = nodes.write(name, node, node.inputs().stream().map(tensors::get).toList());
      if (early.equals(OptionalInt.of(i))) {
        tensor = graph.identity(FrozenGraph.MAPS, tensor);
      }
      tensors.add(tensor);
      if (i == trunk.features() && !from.isEmpty()) {
        low = new LowLayers(from, name);
      }
    }
    int width = features(graph, tensors.get(trunk.features()));
    Optional<ScoreOutput> wanted = kind.isPresent() ? scores : Optional.empty();
    wanted.ifPresent(
        each -> scores(graph, each, kind.orElse(each.kind()), tensors.get(each.logits())));
    return new FrozenGraph(
        trunk.spec(),
        wanted.isPresent() ? Head.CLASSIFIER : Head.FEATURES,
        fed.range(),
        kind.orElse(kind()),
        type,
        fed.normalisation(),
        width,
        sha256,
        early.isPresent() ? FrozenGraph.MAPS : "",
        low,
        graph.toBytes());
  }

  /**
   * Writes the model as a new file of Keras 3, which takes pixels of 0 to 255 and gives
   * probabilities.
   *
   * @param normalisation of pixels to what the model wants
   * @param kind what its scores mean, where it has no head
   * @param head in place of its own last layers, behind its features
   * @throws MobileSparkException when it cannot be written
   */
  public void write(
      Normalisation normalisation, ScoreKind kind, Optional<HeadWeights> head, Path file) {
    int last = head.isPresent() ? trunk.features() : scores.orElseThrow().logits();
    KerasModelWriter.write(
        KerasExport.model(traced, normalisation, last, kind, head), file);
  }

  /** One row a picture: of a map that nobody pools, the mean. */
  private int features(GraphDefWriter graph, String tensor) {
    TensorShape shape = traced.nodes().get(trunk.features()).shape();
    if (shape.isMap() && shape.size() != shape.channels()) {
      graph.spatialMean(FrozenGraph.FEATURES, tensor, false);
      return shape.channels();
    }
    graph.reshape(FrozenGraph.FEATURES, tensor, List.of(shape.size()));
    return shape.size();
  }

  /** One output becomes two columns: the logit of the first of two classes is 0. */
  private static void scores(
      GraphDefWriter graph, ScoreOutput scores, ScoreKind kind, String tensor) {
    String row = graph.reshape("scores", tensor, List.of(scores.outputs()));
    switch (kind) {
      case CLASSES -> {
        graph.identity(FrozenGraph.LOGITS, row);
        graph.softmax(FrozenGraph.SOFTMAX, FrozenGraph.LOGITS);
      }
      case LABELS -> {
        graph.identity(FrozenGraph.LOGITS, row);
        graph.operation(FrozenGraph.SOFTMAX, "Sigmoid", FrozenGraph.LOGITS);
      }
      case TWO_CLASSES -> {
        graph.pad(FrozenGraph.LOGITS, row, List.of(0, 0, 1, 0));
        graph.softmax(FrozenGraph.SOFTMAX, FrozenGraph.LOGITS);
      }
    }
  }
}

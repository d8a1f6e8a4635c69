// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.tensorflow.GraphDefWriter;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.LoweredGraph;
import io.mobilespark.tensorflow.LoweredGraph.LowType;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreKind;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * A network with its weights as one graph of constants: samples in, features, logits and softmax
 * out. Normalisation is the graph's own first step, so nothing before it may normalise.
 *
 * @param spec which network
 * @param head what it ends in; without classifier there are no logits and no softmax
 * @param range what it wants pixels to be behind its normalisation
 * @param kind what its scores mean
 * @param sampleType of the input {@code [n, height, width, 3]}, red first
 * @param normalisation what the graph does to samples, for those who report it
 * @param featureWidth columns of the features
 * @param weightsSha256 hash of the weight file in hex digits
 * @param mapsName the tensor up to which the network is better computed picture by picture, and
 *     behind which by batches; empty where batches are better from the start
 * @param low what may compute in 16 bits
 * @param graphDef the bytes of a TensorFlow {@code GraphDef}, not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; a copy a task would cost megabytes
public record FrozenGraph(
    ModelSpec spec,
    Head head,
    InputRange range,
    ScoreKind kind,
    SampleType sampleType,
    Normalisation normalisation,
    int featureWidth,
    String weightsSha256,
    String mapsName,
    LowLayers low,
    byte[] graphDef)
    implements Serializable {

  /** Name of the tensor that samples are fed to. */
  public static final String INPUT = "input";

  /** Name of the tensor that parts the layers of large maps from the others. */
  public static final String MAPS = "maps";

  /** Name of the pooled features. */
  public static final String FEATURES = "features";

  /** Name of the logits. */
  public static final String LOGITS = "logits";

  /** Name of the probabilities, whatever they are made by. */
  public static final String SOFTMAX = "softmax";

  private static final String RANKING = "ranking";

  /** Freezes weights into a graph that takes samples of a type and normalises them. */
  public static FrozenGraph of(
      KerasWeights weights, SampleType sampleType, Normalisation normalisation) {
    Network network = weights.network();
    GraphDefWriter graph = new GraphDefWriter();
    NetworkGraph.Signal signal = layers(graph, weights, sampleType, normalisation);
    if (network.head() == Head.CLASSIFIER) {
      String logits = new NetworkGraph(graph, weights).materialised(LOGITS, signal);
      graph.softmax(SOFTMAX, logits);
    }
    return new FrozenGraph(
        network.spec(),
        network.head(),
        InputRange.SYMMETRIC,
        ScoreKind.CLASSES,
        sampleType,
        normalisation,
        network.featureWidth(),
        weights.sha256(),
        mapsName(network),
        LowLayers.of(network),
        graph.toBytes());
  }

  /**
   * Freezes a base without top and a head trained on its features into one graph.
   *
   * @param sha256 tells this base with this head from others
   * @throws IllegalArgumentException when the head wants other features, or the base has a top
   */
  public static FrozenGraph withHead(
      KerasWeights base,
      HeadWeights head,
      String sha256,
      SampleType sampleType,
      Normalisation normalisation) {
    return of(base, sampleType, normalisation).withHead(head, sha256);
  }

  /**
   * A graph of features with a head trained on them.
   *
   * @param sha256Of tells this base with this head from others
   * @throws IllegalArgumentException when the head wants other features, or the base has a top
   */
  public FrozenGraph withHead(HeadWeights trained, String sha256Of) {
    HeadShape shape = trained.shape();
    if (head != Head.FEATURES || featureWidth != shape.inputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s on %s with %d features", shape, spec.summary(), featureWidth));
    }
    GraphDefWriter graph = GraphDefWriter.continuing(graphDef);
    String logits = trained.write(graph, "head", FEATURES);
    graph.softmax(SOFTMAX, graph.identity(LOGITS, logits));
    return new FrozenGraph(
        spec.withClasses(shape.classes()),
        Head.CLASSIFIER,
        range,
        ScoreKind.CLASSES,
        sampleType,
        normalisation,
        featureWidth,
        sha256Of,
        mapsName,
        low,
        graph.toBytes());
  }

  private static String mapsName(Network network) {
    return EarlyLayers.last(network).isPresent() ? MAPS : "";
  }

  /** Input, normalisation and layers; the features have their name. */
  private static NetworkGraph.Signal layers(
      GraphDefWriter graph,
      KerasWeights weights,
      SampleType sampleType,
      Normalisation normalisation) {
    Network network = weights.network();
    String samples = graph.placeholder(INPUT, sampleType, inputShape(network.spec()));
    if (sampleType == SampleType.UINT8) {
      samples = graph.castToFloat("samples", samples);
    }
    samples = normalisation.write(graph, "normalise", samples);
    NetworkGraph nodes = new NetworkGraph(graph, weights);
    NetworkGraph.Signal signal = new NetworkGraph.Signal(samples, 1, network.input());
    String lastEarly = EarlyLayers.last(network).orElse("");
    for (Layer layer : network.layers()) {
      signal = nodes.write(layer, signal);
      if (layer.name().equals(lastEarly)) {
        signal = new NetworkGraph.Signal(nodes.materialised(MAPS, signal), 1, signal.map());
      }
      if (layer instanceof GlobalPooling) {
        nodes.materialised(FEATURES, signal);
      }
    }
    return signal;
  }

  /**
   * The same network, which also ranks its classes inside the graph: by logits, of equal ones the
   * lower index first.
   *
   * @param k classes per picture; more than there are means all of them
   */
  public FrozenGraph ranking(int k) {
    GraphDefWriter graph = GraphDefWriter.continuing(graphDef);
    graph.ranking(RANKING, logitsName(), softmaxName(), Math.min(k, spec.classes()));
    return with(graph.toBytes());
  }

  /** The same network as it computes in a precision: in 16 bits where they do little harm. */
  public FrozenGraph in(Precision precision) {
    return precision.low().map(this::lowered).orElse(this);
  }

  private FrozenGraph lowered(LowType type) {
    return low.equals(LowLayers.NONE)
        ? this
        : with(LoweredGraph.of(graphDef, type, low.from(), low.until()));
  }

  private FrozenGraph with(byte[] other) {
    return new FrozenGraph(
        spec,
        head,
        range,
        kind,
        sampleType,
        normalisation,
        featureWidth,
        weightsSha256,
        mapsName,
        low,
        other);
  }

  /** Name of the ranked classes {@code [n, k]} of a graph that ranks, as float32. */
  public String rankedClassesName() {
    return ofClassifier(RANKING + "/columns");
  }

  /** Name of their probabilities {@code [n, k]}. */
  public String rankedProbabilitiesName() {
    return ofClassifier(RANKING + "/of");
  }

  /** Name of the tensor that samples are fed to. */
  public String inputName() {
    return INPUT;
  }

  /** Shape of the input; -1 for the number of pictures. */
  public List<Long> inputShape() {
    return inputShape(spec);
  }

  /** Name of the pooled features {@code [n, featureWidth]}, which every graph has. */
  public String featuresName() {
    return FEATURES;
  }

  /** Name of the logits {@code [n, classes]}. */
  public String logitsName() {
    return ofClassifier(LOGITS);
  }

  /** Name of the probabilities {@code [n, classes]}. */
  public String softmaxName() {
    return ofClassifier(SOFTMAX);
  }

  private String ofClassifier(String name) {
    if (head != Head.CLASSIFIER) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s without top has no classes", spec.summary()));
    }
    return name;
  }

  private static List<Long> inputShape(ModelSpec spec) {
    return List.of(-1L, (long) spec.height(), (long) spec.width(), 3L);
  }
}

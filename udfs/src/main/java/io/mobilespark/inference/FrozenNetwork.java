// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;

/**
 * A network that this project built from a weight file.
 *
 * @param graph with its weights as constants
 */
@DefaultSerializer(JavaSerializer.class)
public record FrozenNetwork(FrozenGraph graph) implements ServedNetwork {
  @Override
  public int height() {
    return graph.spec().height();
  }

  @Override
  public int width() {
    return graph.spec().width();
  }

  @Override
  public int classes() {
    return graph.spec().classes();
  }

  @Override
  public SampleType inputType() {
    return graph.sampleType();
  }

  @Override
  public boolean takesSamples() {
    return true;
  }

  @Override
  public InputRange range() {
    return graph.range();
  }

  @Override
  public ScoreKind kind() {
    return graph.kind();
  }

  @Override
  public String inputName() {
    return graph.inputName();
  }

  @Override
  public String mapsName() {
    return graph.mapsName();
  }

  @Override
  public ScoreNames scores() {
    return graph.head() == Head.CLASSIFIER
        ? new ScoreNames(graph.logitsName(), graph.softmaxName())
        : ScoreNames.NONE;
  }

  @Override
  public FeatureTensor features() {
    return new FeatureTensor(graph.featuresName(), graph.featureWidth());
  }

  @Override
  public GraphSession open(SessionSettings settings) {
    return GraphSession.open(graph.in(settings.precision()).graphDef(), settings);
  }
}

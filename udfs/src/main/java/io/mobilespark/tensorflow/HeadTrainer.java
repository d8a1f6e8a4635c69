// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Trains a head on pooled features by Adam and softmax cross-entropy, its weights in native memory.
 * The same state, settings, batches and threads give the same result on the same machine. Owned by
 * whoever opened it, used by one thread.
 */
public final class HeadTrainer implements AutoCloseable {
  // As in GraphSession: operations run in the calling thread.
  private static final RunOptions CALLERS_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private final HeadShape shape;
  private final HeadTraining settings;
  private final Graph graph;
  private final Session session;
  private final HeadGraph nodes;
  private long steps;

  /**
   * What came of a batch.
   *
   * @param rows of the batch
   * @param loss mean over the rows of cross-entropy times class weight
   * @param hits rows whose class has the largest logit; ties go to the lower index
   */
  public record Outcome(int rows, double loss, int hits) {}

  private HeadTrainer(HeadState state, HeadTraining settings, SessionSettings device) {
    this.shape = state.weights().shape();
    this.settings = settings;
    this.graph = new Graph();
    this.nodes = new HeadGraph(graph, shape, settings);
    this.session = new Session(graph, device.config());
  }

  /**
   * Goes on from a state.
   *
   * @throws IllegalArgumentException when there is not one weight per class
   */
  public static HeadTrainer open(HeadState state, HeadTraining settings, SessionSettings device) {
    if (settings.classWeights().size() != state.weights().shape().classes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d class weights for %s",
              settings.classWeights().size(),
              state.weights().shape()));
    }
    TensorFlowLibrary.load();
    HeadTrainer trainer = new HeadTrainer(state, settings, device);
    try {
      trainer.set(state);
      return trainer;
    } catch (RuntimeException e) {
      trainer.close();
      throw e;
    }
  }

  /** Learns from a batch; the outcome is that before the step, with dropout. */
  public Outcome step(FeatureBatch batch) {
    steps++;
    try (TFloat32 beta1 = TFloat32.scalarOf((float) Math.pow(HeadGraph.BETA1, (double) steps));
        TFloat32 beta2 = TFloat32.scalarOf((float) Math.pow(HeadGraph.BETA2, (double) steps));
        TInt64 seed = TInt64.vectorOf(settings.seed(), steps)) {
      float[] weights = new float[batch.rows()];
      for (int row = 0; row < weights.length; row++) {
        weights[row] = settings.classWeights().get(batch.classes()[row]);
      }
      Session.Runner runner =
          session
              .runner()
              .feed(nodes.beta1Power, beta1)
              .feed(nodes.beta2Power, beta2)
              .feed(nodes.dropoutSeed, seed);
      for (Op each : nodes.step) {
        runner.addTarget(each);
      }
      return run(runner, batch, weights, nodes.training);
    }
  }

  /** What the head makes of a batch as it is, class weights and dropout left out. */
  public Outcome evaluate(FeatureBatch batch) {
    float[] ones = new float[batch.rows()];
    Arrays.fill(ones, 1);
    return run(session.runner(), batch, ones, nodes.classifying);
  }

  /** Logits {@code rows x classes} of a batch. */
  public float[] logits(FeatureBatch batch) {
    try (TFloat32 features = features(batch);
        Result result =
            session
                .runner()
                .setOptions(CALLERS_THREAD)
                .feed(nodes.features, features)
                .fetch(nodes.classifying.logits())
                .run()) {
      return copy(result.get(0));
    }
  }

  /** A copy of everything that training goes on from. */
  public HeadState state() {
    Session.Runner runner = session.runner().setOptions(CALLERS_THREAD);
    nodes.slots.forEach(slot -> runner.fetch(slot.variable()));
    List<float[]> values = new ArrayList<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < nodes.slots.size(); i++) {
        values.add(copy(result.get(i)));
      }
    }
    return new HeadState(
        new HeadWeights(shape, values.subList(0, 4)),
        new HeadWeights(shape, values.subList(4, 8)),
        new HeadWeights(shape, values.subList(8, 12)),
        steps);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private void set(HeadState state) {
    List<float[]> values = new ArrayList<>(state.weights().tensors());
    values.addAll(state.means().tensors());
    values.addAll(state.squares().tensors());
    for (int i = 0; i < values.size(); i++) {
      HeadGraph.Slot slot = nodes.slots.get(i);
      try (TFloat32 value =
          TFloat32.tensorOf(slot.value().shape(), DataBuffers.of(values.get(i), true, false))) {
        session
            .runner()
            .setOptions(CALLERS_THREAD)
            .feed(slot.value(), value)
            .addTarget(slot.assignment())
            .run()
            .close();
      }
    }
    steps = state.steps();
  }

  private Outcome run(
      Session.Runner runner, FeatureBatch batch, float[] weights, HeadGraph.Outputs outputs) {
    try (TFloat32 features = features(batch);
        TInt32 classes =
            TInt32.tensorOf(
                Shape.of(batch.rows()), DataBuffers.of(batch.classes()).narrow(batch.rows()));
        TFloat32 rowWeights = TFloat32.vectorOf(weights);
        Result result =
            runner
                .setOptions(CALLERS_THREAD)
                .feed(nodes.features, features)
                .feed(nodes.classes, classes)
                .feed(nodes.rowWeights, rowWeights)
                .fetch(outputs.loss())
                .fetch(outputs.hits())
                .run()) {
      return new Outcome(
          batch.rows(), ((TFloat32) result.get(0)).getFloat(), ((TInt32) result.get(1)).getInt());
    }
  }

  private TFloat32 features(FeatureBatch batch) {
    int values = Math.multiplyExact(batch.rows(), shape.inputs());
    if (batch.features().length < values) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows of %d features, found %d values",
              batch.rows(),
              shape.inputs(),
              batch.features().length));
    }
    return TFloat32.tensorOf(
        Shape.of(batch.rows(), shape.inputs()),
        tensor -> tensor.asRawTensor().data().asFloats().write(batch.features(), 0, values));
  }

  private static float[] copy(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The graph that trains a head. Its gradients are TensorFlow's own; its steps are Adam's (Kingma
 * and Ba 2015) with Keras's defaults for what is not settable.
 */
final class HeadGraph {
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-7f;

  final Placeholder<TFloat32> features;
  final Placeholder<TInt32> classes;
  final Placeholder<TFloat32> rowWeights;

  /** Two numbers that decide what dropout leaves out. */
  final Placeholder<TInt64> dropoutSeed;

  /** Adam's betas to the power of the step's number. */
  final Placeholder<TFloat32> beta1Power;

  final Placeholder<TFloat32> beta2Power;

  /** Weights, means and squares, four of each. */
  final List<Slot> slots = new ArrayList<>();

  /** Of the rows as training sees them: loss by row weights, rows that are right. */
  final Outputs training;

  /** Of the rows as they will be classified. */
  final Outputs classifying;

  /** One step. */
  final List<Op> step;

  private final Ops ops;
  private int names;

  /** A variable and what sets it. */
  record Slot(Variable<TFloat32> variable, Placeholder<TFloat32> value, Op assignment) {}

  /** Scalars, and logits. */
  record Outputs(Operand<TFloat32> loss, Operand<TInt32> hits, Operand<TFloat32> logits) {}

  HeadGraph(Graph graph, HeadShape shape, HeadTraining settings) {
    ops = Ops.create(graph);
    features = placeholder(TFloat32.class, Shape.of(-1, shape.inputs()));
    classes = placeholder(TInt32.class, Shape.of(-1));
    rowWeights = placeholder(TFloat32.class, Shape.of(-1));
    dropoutSeed = placeholder(TInt64.class, Shape.of(2));
    beta1Power = placeholder(TFloat32.class, Shape.scalar());
    beta2Power = placeholder(TFloat32.class, Shape.scalar());
    for (int i = 0; i < 3; i++) {
      shape.tensors().forEach(each -> slots.add(slot(each)));
    }
    Operand<TFloat32> hidden =
        named()
            .nn
            .relu(
                named()
                    .nn
                    .biasAdd(
                        named().linalg.matMul(scaled(shape.scale()), slots.get(0).variable()),
                        slots.get(1).variable()));
    classifying = outputs(hidden, shape.classes());
    training =
        settings.dropout() == 0
            ? classifying
            : outputs(dropped(hidden, settings.dropout()), shape.classes());
    step = steps(graph, settings.learningRate());
  }

  private Operand<TFloat32> scaled(FeatureScale scale) {
    return switch (scale) {
      case PLAIN -> features;
      case ROOT ->
          named()
              .math
              .mul(named().math.sign(features), named().math.sqrt(named().math.abs(features)));
    };
  }

  private Outputs outputs(Operand<TFloat32> hidden, int count) {
    Operand<TFloat32> logits =
        named()
            .nn
            .biasAdd(
                named().linalg.matMul(hidden, slots.get(2).variable()), slots.get(3).variable());
    Operand<TFloat32> truth =
        named()
            .oneHot(classes, named().constant(count), named().constant(1f), named().constant(0f));
    Operand<TFloat32> losses =
        named()
            .math
            .mul(named().nn.softmaxCrossEntropyWithLogits(logits, truth).loss(), rowWeights);
    Operand<TInt32> ranked = named().math.argMax(logits, named().constant(1), TInt32.class);
    Operand<TInt32> hits =
        named()
            .sum(
                named().dtypes.cast(named().math.equal(ranked, classes), TInt32.class),
                named().constant(0));
    return new Outputs(named().math.mean(losses, named().constant(0)), hits, logits);
  }

  /** What is kept is scaled up, so that sums stay as large on average. */
  private Operand<TFloat32> dropped(Operand<TFloat32> hidden, double share) {
    Operand<TFloat32> chance =
        named().random.statelessRandomUniform(named().shape(hidden), dropoutSeed, TFloat32.class);
    Operand<TFloat32> kept =
        named()
            .dtypes
            .cast(
                named().math.greaterEqual(chance, named().constant((float) share)), TFloat32.class);
    return named()
        .math
        .mul(hidden, named().math.mul(kept, named().constant((float) (1 / (1 - share)))));
  }

  private List<Op> steps(Graph graph, double learningRate) {
    List<Operand<TFloat32>> gradients = gradients(graph);
    // A variable must not be stepped while the gradient of another is still computed from it.
    Ops after = ops.withControlDependencies(new ArrayList<Op>(gradients));
    List<Op> steps = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      steps.add(
          named(after)
              .train
              .applyAdam(
                  slots.get(i).variable(),
                  slots.get(i + 4).variable(),
                  slots.get(i + 8).variable(),
                  beta1Power,
                  beta2Power,
                  named().constant((float) learningRate),
                  named().constant((float) BETA1),
                  named().constant((float) BETA2),
                  named().constant(EPSILON),
                  gradients.get(i)));
    }
    return steps;
  }

  private List<Operand<TFloat32>> gradients(Graph graph) {
    Output<?>[] weights =
        slots.subList(0, 4).stream().map(slot -> slot.variable().asOutput()).toArray(Output[]::new);
    return Arrays.stream(graph.addGradients(training.loss().asOutput(), weights))
        .map(HeadGraph::floats)
        .toList();
  }

  @SuppressWarnings("unchecked") // the gradient of a float32 variable
  private static Operand<TFloat32> floats(Output<?> gradient) {
    return (Output<TFloat32>) gradient;
  }

  private Slot slot(List<Integer> sides) {
    Shape shape = Shape.of(sides.stream().mapToLong(Integer::longValue).toArray());
    Variable<TFloat32> variable = named().variable(shape, TFloat32.class);
    Placeholder<TFloat32> value = placeholder(TFloat32.class, shape);
    return new Slot(variable, value, named().assign(variable, value));
  }

  private <T extends org.tensorflow.types.family.TType> Placeholder<T> placeholder(
      Class<T> type, Shape shape) {
    return named().placeholder(type, Placeholder.shape(shape));
  }

  private Ops named() {
    return named(ops);
  }

  /**
   * The next operation has a name of its own: TensorFlow tells those of one kind apart by a number
   * in the default locale's digits, which its names may not have.
   */
  private Ops named(Ops scope) {
    return scope.withName("op" + names++);
  }
}

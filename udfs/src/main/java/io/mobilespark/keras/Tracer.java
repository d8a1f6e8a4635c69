// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Calls a model symbolically: from its layers to a trace of what they compute. */
final class Tracer {
  private static final int MOST_CALLS = 100_000;

  private final StoredWeights weights;
  private final Trace trace = new Trace();
  private int calls;

  private Tracer(StoredWeights weights) {
    this.weights = weights;
  }

  /**
   * A model called on pictures.
   *
   * @param nodes the first of which is the input
   * @param output number of the node that gives what the model gives
   */
  record Traced(List<TracedNode> nodes, int output) {
    Traced {
      nodes = List.copyOf(nodes);
    }

    TracedNode last() {
      return nodes.get(output);
    }
  }

  /**
   * Traces a model of one input and one output.
   *
   * @param input shape of a picture
   */
  static Traced trace(KerasModel model, TensorShape input, StoredWeights weights) {
    Tracer tracer = new Tracer(weights);
    Value pictures = tracer.trace.add("input", new Operation.Input(), input);
    List<Value> outputs = tracer.run(model, "the model", List.of(pictures));
    if (outputs.size() != 1) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT, "the model has %d outputs, wanted one of scores", outputs.size()));
    }
    return new Traced(tracer.trace.nodes(), outputs.get(0).node());
  }

  private List<Value> run(KerasModel model, String place, List<Value> inputs) {
    if (!model.sequential()) {
      return graph(model, place, inputs);
    }
    List<Value> values = inputs;
    for (KerasLayer layer : model.layers()) {
      if (!layer.isInput()) {
        values = call(layer, new LayerCall(List.of(), Map.of()), values, new HashMap<>());
      }
    }
    return values;
  }

  private List<Value> graph(KerasModel model, String place, List<Value> inputs) {
    if (inputs.size() != model.inputs().size()) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT,
              "%s has %d inputs and is called with %d",
              place,
              model.inputs().size(),
              inputs.size()));
    }
    Map<Argument.Tensor, Value> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(model.inputs().get(i), inputs.get(i));
    }
    List<Pending> pending = new ArrayList<>();
    for (KerasLayer layer : model.layers()) {
      for (int i = 0; i < layer.calls().size(); i++) {
        pending.add(new Pending(layer, i));
      }
    }
    Set<String> counted = countedFromOne(model);
    // A layer may be listed before one whose output it reads in a later call.
    while (!pending.isEmpty()) {
      List<Pending> left = new ArrayList<>();
      for (Pending each : pending) {
        if (!values.keySet().containsAll(each.tensors())) {
          left.add(each);
          continue;
        }
        List<Value> called =
            call(
                each.layer, each.call(), each.tensors().stream().map(values::get).toList(), values);
        int index = each.index + (counted.contains(each.layer.name()) ? 1 : 0);
        for (int i = 0; i < called.size(); i++) {
          values.put(new Argument.Tensor(each.layer.name(), index, i), called.get(i));
        }
      }
      if (left.size() == pending.size()) {
        throw new KerasModelException(
            left.get(0).layer.place() + " is called with a tensor that no layer before it gives");
      }
      pending = left;
    }
    return outputs(model, place, values);
  }

  /**
   * Models in a model of Keras 2 whose own making counts as their first call, and is not listed.
   */
  private static Set<String> countedFromOne(KerasModel model) {
    Set<Argument.Tensor> read = new HashSet<>(model.outputs());
    model.layers().forEach(layer -> layer.calls().forEach(call -> read.addAll(call.tensors())));
    Map<String, Integer> calls = new HashMap<>();
    for (KerasLayer layer : model.layers()) {
      if (layer.model().isPresent() && !model.version().isThree()) {
        calls.put(layer.name(), layer.calls().size());
      }
    }
    Set<String> counted = new HashSet<>();
    for (Argument.Tensor tensor : read) {
      if (calls.getOrDefault(tensor.layer(), -1) == tensor.call()) {
        counted.add(tensor.layer());
      }
    }
    return counted;
  }

  private static List<Value> outputs(
      KerasModel model, String place, Map<Argument.Tensor, Value> values) {
    List<Value> outputs = new ArrayList<>();
    for (Argument.Tensor output : model.outputs()) {
      Value value = values.get(countedFromZero(model, output));
      if (value == null) {
        throw new KerasModelException(
            String.format(
                Locale.ROOT, "%s ends in '%s', which gives nothing", place, output.layer()));
      }
      outputs.add(value);
    }
    return outputs;
  }

  /** Of an output of Keras 3, where a model within counts its own making as its first call. */
  private static Argument.Tensor countedFromZero(KerasModel model, Argument.Tensor output) {
    boolean counted =
        model.version().isThree()
            && output.call() > 0
            && model.layers().stream()
                .filter(layer -> layer.name().equals(output.layer()))
                .anyMatch(layer -> layer.model().filter(each -> !each.sequential()).isPresent());
    return counted
        ? new Argument.Tensor(output.layer(), output.call() - 1, output.output())
        : output;
  }

  private record Pending(KerasLayer layer, int index) {
    LayerCall call() {
      return layer.calls().get(index);
    }

    List<Argument.Tensor> tensors() {
      return call().tensors();
    }
  }

  private List<Value> call(
      KerasLayer layer, LayerCall call, List<Value> inputs, Map<Argument.Tensor, Value> values) {
    calls++;
    if (calls > MOST_CALLS) {
      throw new KerasModelException(
          String.format(Locale.ROOT, "more than %,d calls of layers", MOST_CALLS));
    }
    boolean asInTraining = !layer.config().version().isThree() && call.asInTraining();
    if (asInTraining && LayerTable.differsInTraining(layer)) {
      throw new KerasModelException(
          layer.place()
              + " is called with training=True, so that it does in inference what it does in"
              + " training; build the model without");
    }
    if (layer.model().isPresent()) {
      return run(layer.model().get(), layer.place(), inputs);
    }
    LayerKind kind = LayerTable.kind(layer);
    LayerSite site =
        new LayerSite(layer, trace, inputs, call, values::get, weights.of(layer, kind.weights()));
    try {
      Value value = kind.trace(site);
      site.requireAllRead();
      return List.of(value);
    } catch (KerasModelException e) {
      boolean placed = String.valueOf(e.getMessage()).contains(layer.place());
      throw placed ? e : new KerasModelException(layer.place() + ": " + e.getMessage());
    } catch (ArithmeticException e) {
      throw new KerasModelException(layer.place() + " makes a tensor that is too large");
    }
  }
}

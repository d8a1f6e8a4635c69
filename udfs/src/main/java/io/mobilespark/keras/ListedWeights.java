// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layout of Keras's HDF5 files of old: each layer of the outermost model has a list of tensors.
 * That of a layer which is a model itself has those of all its layers, in an order that tells what
 * of it was frozen; where the names of the tensors tell each one's layer, they decide.
 */
final class ListedWeights implements StoredWeights {
  private static final String LAYERS = "layer_names";
  private static final String TENSORS = "weight_names";

  private final Map<String, List<StoredTensor>> byPath = new HashMap<>();
  private final ValueBudget budget = new ValueBudget();

  /** Pairs what a group lists with the layers of a model. */
  ListedWeights(Group root, KerasModel model) {
    Set<String> listed = new HashSet<>(texts(root, LAYERS));
    for (KerasLayer layer : model.layers()) {
      List<Wanted> wanted = wanted(layer);
      if (wanted.isEmpty()) {
        continue;
      }
      if (!listed.contains(layer.name())
          || !(root.getByPath(layer.name()) instanceof Group group)) {
        throw new KerasModelException("the weights lack those of " + layer.place());
      }
      pair(layer, wanted, tensors(group));
    }
  }

  static boolean isRoot(Group group) {
    return has(group, LAYERS);
  }

  @Override
  public LayerWeights of(KerasLayer layer, List<WeightName> names) {
    return new StoredTensors(layer.place(), byPath.getOrDefault(layer.path(), List.of()), budget);
  }

  /** A weight that a layer has. */
  private record Wanted(KerasLayer layer, WeightName name) {
    boolean isMoved() {
      return name.trainable() && layer.config().trainable();
    }
  }

  private void pair(KerasLayer outer, List<Wanted> wanted, List<StoredTensor> tensors) {
    if (tensors.size() != wanted.size()) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT,
              "%s has %d tensors in the weights, wanted %d",
              outer.place(),
              tensors.size(),
              wanted.size()));
    }
    List<StoredTensor> ordered = byNames(wanted, tensors).orElse(tensors);
    for (int i = 0; i < wanted.size(); i++) {
      StoredTensor tensor = ordered.get(i);
      if (!fits(wanted.get(i).name.name(), tensor.kind())) {
        throw new KerasModelException(
            String.format(
                Locale.ROOT,
                "tensor %s stands where %s of %s was wanted",
                tensor.path(),
                wanted.get(i).name.name(),
                wanted.get(i).layer.place()));
      }
      byPath.computeIfAbsent(wanted.get(i).layer.path(), path -> new ArrayList<>()).add(tensor);
    }
  }

  /**
   * The tensors in the order in which they are wanted, by the layers that they are named after;
   * none where two layers share a name, or where tensors are named after others. Those of one layer
   * always come in the order in which it makes them.
   */
  private static Optional<List<StoredTensor>> byNames(
      List<Wanted> wanted, List<StoredTensor> tensors) {
    Map<String, Deque<StoredTensor>> byLayer = new HashMap<>();
    for (StoredTensor tensor : tensors) {
      byLayer.computeIfAbsent(tensor.layer(), name -> new ArrayDeque<>()).add(tensor);
    }
    Map<String, KerasLayer> layers = new HashMap<>();
    List<StoredTensor> ordered = new ArrayList<>();
    for (Wanted each : wanted) {
      KerasLayer known = layers.putIfAbsent(each.layer.name(), each.layer);
      StoredTensor next = byLayer.getOrDefault(each.layer.name(), new ArrayDeque<>()).poll();
      if (next == null || (known != null && !known.path().equals(each.layer.path()))) {
        return Optional.empty();
      }
      ordered.add(next);
    }
    return Optional.of(ordered);
  }

  /** Keras 3 calls kernels of every kind the same. */
  private static boolean fits(String wanted, String found) {
    return wanted.equals(found)
        || (wanted.endsWith(WeightName.KERNEL) && found.endsWith(WeightName.KERNEL));
  }

  private static List<Wanted> wanted(KerasLayer layer) {
    if (layer.isInput()) {
      return List.of();
    }
    List<Wanted> all = new ArrayList<>();
    if (layer.config().version().isThree()) {
      List<Wanted> made = made(layer);
      if (!layer.config().trainable()) {
        return made;
      }
      made.stream().filter(Wanted::isMoved).forEach(all::add);
      made.stream().filter(each -> !each.isMoved()).forEach(all::add);
      return all;
    }
    all.addAll(moved(layer));
    all.addAll(others(layer));
    return all;
  }

  /**
   * All that a layer has, in the order in which it was made: Keras 3's, where only the outermost
   * model and the innermost layers decide what is moved.
   */
  private static List<Wanted> made(KerasLayer layer) {
    List<Wanted> found = new ArrayList<>();
    if (layer.isInput()) {
      return found;
    }
    if (layer.model().isPresent()) {
      layer.model().get().layers().forEach(inner -> found.addAll(made(inner)));
      return found;
    }
    for (WeightName name : LayerTable.kind(layer).weights()) {
      found.add(new Wanted(layer, name));
    }
    return found;
  }

  /** What gradients move, by Keras 2: nothing of a model that is frozen. */
  private static List<Wanted> moved(KerasLayer layer) {
    List<Wanted> found = new ArrayList<>();
    if (layer.isInput() || !layer.config().trainable()) {
      return found;
    }
    if (layer.model().isPresent()) {
      layer.model().get().layers().forEach(inner -> found.addAll(moved(inner)));
      return found;
    }
    for (WeightName name : LayerTable.kind(layer).weights()) {
      if (name.trainable()) {
        found.add(new Wanted(layer, name));
      }
    }
    return found;
  }

  /** What they do not move; of a model that is frozen, all that it has, in the same order. */
  private static List<Wanted> others(KerasLayer layer) {
    List<Wanted> found = new ArrayList<>();
    if (layer.isInput()) {
      return found;
    }
    if (layer.model().isPresent()) {
      List<KerasLayer> layers = layer.model().get().layers();
      if (!layer.config().trainable()) {
        layers.forEach(inner -> found.addAll(moved(inner)));
      }
      layers.forEach(inner -> found.addAll(others(inner)));
      return found;
    }
    for (WeightName name : LayerTable.kind(layer).weights()) {
      if (!name.trainable() || !layer.config().trainable()) {
        found.add(new Wanted(layer, name));
      }
    }
    return found;
  }

  private static List<StoredTensor> tensors(Group group) {
    List<StoredTensor> tensors = new ArrayList<>();
    for (String path : texts(group, TENSORS)) {
      if (!(group.getByPath(path) instanceof Dataset dataset)) {
        throw new KerasModelException("the weights list " + path + ", which is no tensor");
      }
      tensors.add(new StoredTensor(path, dataset));
    }
    return tensors;
  }

  private static boolean has(Group group, String attribute) {
    return group.getAttributes().containsKey(attribute)
        || group.getAttributes().containsKey(attribute + "0");
  }

  /** A list of names, which Keras cuts in pieces {@code name0}, {@code name1} … above 64 KB. */
  private static List<String> texts(Group group, String attribute) {
    Attribute whole = group.getAttributes().get(attribute);
    if (whole != null) {
      return texts(whole);
    }
    List<String> texts = new ArrayList<>();
    Attribute piece = group.getAttributes().get(attribute + "0");
    for (int i = 1; piece != null; i++) {
      texts.addAll(texts(piece));
      piece = group.getAttributes().get(attribute + i);
    }
    return texts;
  }

  private static List<String> texts(Attribute attribute) {
    // A layer without weights has an empty array of float64.
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return List.of();
    }
    if (attribute.getData() instanceof String[] texts) {
      return List.of(texts);
    }
    throw new KerasModelException(
        String.format(Locale.ROOT, "attribute %s holds no list of names", attribute.getName()));
  }
}

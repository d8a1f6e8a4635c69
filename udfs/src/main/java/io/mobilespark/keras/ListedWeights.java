package io.mobilespark.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The layout of Keras's HDF5 files of old: each layer of the outermost model has a list of tensors.
 * That of a layer which is a model itself has those of all its layers: first those that training
 * moves by gradients, in the layers' order, then the others.
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
  private record Wanted(KerasLayer layer, WeightName name) {}

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
    for (int i = 0; i < wanted.size(); i++) {
      StoredTensor tensor = tensors.get(i);
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

  /** Keras 3 calls kernels of every kind the same. */
  private static boolean fits(String wanted, String found) {
    return wanted.equals(found)
        || (wanted.endsWith(WeightName.KERNEL) && found.endsWith(WeightName.KERNEL));
  }

  private static List<Wanted> wanted(KerasLayer layer) {
    if (layer.isInput()) {
      return List.of();
    }
    List<Wanted> all = new ArrayList<>(moved(layer));
    all.addAll(others(layer));
    return all;
  }

  /** What gradients move. */
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

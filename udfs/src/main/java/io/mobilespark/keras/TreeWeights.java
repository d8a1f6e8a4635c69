// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Keras 3's layout: each layer has a group, found by the classes and counters of its own and of the
 * models around it, and in {@code vars} its tensors by number.
 */
final class TreeWeights implements StoredWeights {
  private static final String TENSORS = "vars";

  private final Group root;
  private final ValueBudget budget = new ValueBudget();

  TreeWeights(Group root) {
    this.root = root;
  }

  @Override
  public LayerWeights of(KerasLayer layer, List<WeightName> names) {
    List<StoredTensor> tensors = new ArrayList<>();
    if (!names.isEmpty()) {
      Group group = group(layer);
      for (int i = 0; i < names.size(); i++) {
        if (!(group.getChildren().get(String.valueOf(i)) instanceof Dataset dataset)) {
          throw missing(layer, names.get(i).name());
        }
        tensors.add(new StoredTensor(layer.path() + "/" + names.get(i).name(), dataset));
      }
      if (group.getChildren().size() > names.size()) {
        throw new KerasModelException(
            String.format(
                Locale.ROOT,
                "%s has %d tensors in the weights, wanted %d",
                layer.place(),
                group.getChildren().size(),
                names.size()));
      }
    }
    return new StoredTensors(layer.place(), tensors, budget);
  }

  private Group group(KerasLayer layer) {
    Group group = root;
    for (String name : (layer.group() + "/" + TENSORS).substring(1).split("/", -1)) {
      Node next = group.getChildren().get(name);
      if (!(next instanceof Group child)) {
        throw missing(layer, name);
      }
      group = child;
    }
    return group;
  }

  private static KerasModelException missing(KerasLayer layer, String what) {
    return new KerasModelException(
        String.format(
            Locale.ROOT,
            "the weights lack those of %s ('%s' of group '%s')",
            layer.place(),
            what,
            layer.group().substring(1)));
  }
}

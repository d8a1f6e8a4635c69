// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A layer of a model.
 *
 * @param name within its model
 * @param className of Keras
 * @param module of Keras that has the class; empty where the configuration does not say
 * @param parent names of the models around it, outermost first, joined by slashes; empty at the top
 * @param group of Keras 3's weights that has its own: classes and counters from the outermost model
 *     inwards
 * @param config its settings
 * @param calls where it stands; one without arguments in a sequential model
 * @param model what it consists of, where it is a model itself
 */
record KerasLayer(
    String name,
    String className,
    String module,
    String parent,
    String group,
    LayerConfig config,
    List<LayerCall> calls,
    Optional<KerasModel> model) {

  static final String INPUT = "InputLayer";

  KerasLayer {
    calls = List.copyOf(calls);
  }

  boolean isInput() {
    return className.equals(INPUT);
  }

  /** Name and the names of the models around it. */
  String path() {
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  /** For messages. */
  String place() {
    return place(name, className, parent);
  }

  static String place(String name, String className, String parent) {
    String layer = String.format(Locale.ROOT, "layer '%s' (%s)", name, className);
    return parent.isEmpty() ? layer : layer + " in '" + parent + "'";
  }
}

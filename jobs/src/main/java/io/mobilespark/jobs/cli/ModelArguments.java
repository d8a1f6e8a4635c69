// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of the options of several models. Each model has one {@code --weights} and may have one
 * {@code --model}; whichever comes first begins its options. Picocli begins a new model at an
 * option that every model has, so {@code --weights} is moved there.
 */
final class ModelArguments {
  private static final String MODEL = "--model";
  private static final String WEIGHTS = "--weights";

  private ModelArguments() {}

  /** The same arguments with {@code --weights} where each model begins. */
  static String[] weightsFirst(String... arguments) {
    List<String> ordered = new ArrayList<>(arguments.length);
    int modelAt = -1;
    boolean weighed = false;
    for (int i = 0; i < arguments.length; i++) {
      if (is(MODEL, arguments[i])) {
        // The second one, or one behind a whole model, begins the next.
        weighed = weighed && modelAt < 0;
        modelAt = ordered.size();
        ordered.add(arguments[i]);
      } else if (is(WEIGHTS, arguments[i])) {
        List<String> weights = new ArrayList<>(List.of(arguments[i]));
        if (arguments[i].equals(WEIGHTS) && i + 1 < arguments.length) {
          weights.add(arguments[++i]);
        }
        boolean ofModel = modelAt >= 0 && !weighed;
        ordered.addAll(ofModel ? modelAt : ordered.size(), weights);
        modelAt = ofModel ? modelAt : -1;
        weighed = true;
      } else {
        ordered.add(arguments[i]);
      }
    }
    return ordered.toArray(String[]::new);
  }

  private static boolean is(String option, String argument) {
    return argument.equals(option) || argument.startsWith(option + "=");
  }
}

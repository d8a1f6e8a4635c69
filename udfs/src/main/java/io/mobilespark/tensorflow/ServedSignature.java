// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A way to call a SavedModel: what goes in and what comes out, resolved to names of tensors.
 *
 * @param name such as {@code serving_default}
 * @param inputs in the order of their keys
 * @param outputs in the order of their keys
 */
public record ServedSignature(String name, List<ServedTensor> inputs, List<ServedTensor> outputs)
    implements Serializable {

  /** The signature that exporters write as a rule. */
  public static final String DEFAULT_NAME = "serving_default";

  /** The tag of graphs made for inference. */
  public static final String SERVE_TAG = "serve";

  /** Takes inputs and outputs. */
  public ServedSignature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * The only input.
   *
   * @throws MobileSparkException when there are none or several
   */
  public ServedTensor input() {
    if (inputs.size() != 1) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "signature '%s' has %d inputs %s, wanted 1 for the pictures",
              name,
              inputs.size(),
              keys(inputs)));
    }
    return inputs.get(0);
  }

  /**
   * The only output.
   *
   * @throws MobileSparkException when there are none or several
   */
  public ServedTensor output() {
    if (outputs.size() != 1) {
      throw new SettingException(
          String.format(
              Locale.ROOT,
              "signature '%s' has %d outputs %s; --output-name has to name one of them",
              name,
              outputs.size(),
              keys(outputs)));
    }
    return outputs.get(0);
  }

  /**
   * The output of a key.
   *
   * @throws MobileSparkException naming the keys there are
   */
  public ServedTensor output(String key) {
    return outputs.stream()
        .filter(output -> output.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingException(
                    String.format(
                        Locale.ROOT,
                        "signature '%s' has no output '%s', only %s",
                        name,
                        key,
                        keys(outputs))));
  }

  private static String keys(List<ServedTensor> tensors) {
    return tensors.stream().map(ServedTensor::key).collect(Collectors.joining(", ", "(", ")"));
  }
}

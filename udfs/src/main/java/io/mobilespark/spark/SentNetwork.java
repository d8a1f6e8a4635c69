// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.inference.Output;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.tensorflow.Precision;
import java.io.Serializable;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;

/**
 * A network on its way to executors, and what it is asked for there.
 *
 * @param id tells networks apart: equal ids, equal networks
 * @param network with its weights, sent to each executor once
 * @param preset the preprocessing's name
 * @param precision what it computes in
 * @param outputs at least one
 */
public record SentNetwork(
    String id,
    Broadcast<ServedNetwork> network,
    String preset,
    Precision precision,
    Set<Output> outputs)
    implements Serializable {
  /** Copies the outputs. */
  public SentNetwork {
    outputs = Set.copyOf(outputs);
  }

  /** The same network asked for something else. */
  public SentNetwork askedFor(Set<Output> other) {
    return new SentNetwork(id, network, preset, precision, other);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.Serializable;
import java.util.List;

/**
 * What the tasks of a query do with a column of encoded pictures. Travels to executors.
 *
 * @param networks every picture is decoded once for all of them
 * @param batch where a record batch ends
 * @param image what a picture may ask for
 * @param session how the networks compute, but for their precision
 */
public record InferenceWork(
    List<SentNetwork> networks, BatchLimits batch, ImageLimits image, SessionSettings session)
    implements Serializable {
  /** Copies the networks. */
  public InferenceWork {
    networks = List.copyOf(networks);
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("Pictures are inferred by at least one network");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A weight file that Keras Applications offers.
 *
 * @param spec the network it belongs to
 * @param head whether it has the classifier
 * @param file name of the file
 * @param url where it lies
 * @param md5 hash in hex digits as Keras's source states it; V3 only
 */
public record PublishedVariant(
    ModelSpec spec, Head head, String file, URI url, Optional<String> md5) {

  /** A name to ask for it by: {@code mobilenet_v2_0.5_160}, or with {@code _no_top} behind it. */
  public String id() {
    return spec.id() + (head == Head.FEATURES ? "_no_top" : "");
  }

  /** Its layers; parameters and multiply-adds are computed from them. */
  public Network network() {
    return Network.of(spec, head);
  }

  /** Published accuracies of these weights and of others of the same network. */
  public List<PublishedAccuracy> accuracies() {
    return PublishedAccuracy.of(spec);
  }
}

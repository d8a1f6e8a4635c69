// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What attempts that died have left behind.
 *
 * @param suspected keys of pictures that one of them had in hand among others
 * @param crashed keys of pictures that one had in hand alone, after they had been suspected; with
 *     the host of that attempt
 */
public record Suspects(Set<String> suspected, Map<String, String> crashed) implements Serializable {
  /** No attempt has died. */
  public static final Suspects NONE = new Suspects(Set.of(), Map.of());

  /** Copies both. */
  public Suspects {
    suspected = Set.copyOf(suspected);
    crashed = Map.copyOf(crashed);
  }

  /** Whether nothing is known of any picture. */
  public boolean isEmpty() {
    return suspected.isEmpty() && crashed.isEmpty();
  }

  /** Whether the others tell of a picture that these do not, or more of one. */
  public boolean learnsFrom(Suspects others) {
    return !suspected.containsAll(others.suspected)
        || !crashed.keySet().containsAll(others.crashed.keySet());
  }

  Suspects plus(Suspects others) {
    Set<String> both = new HashSet<>(suspected);
    both.addAll(others.suspected);
    Map<String, String> all = new HashMap<>(crashed);
    all.putAll(others.crashed);
    return new Suspects(both, all);
  }
}

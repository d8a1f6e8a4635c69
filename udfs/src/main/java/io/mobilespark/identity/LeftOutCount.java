// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import io.mobilespark.identity.LeftOut.Names;
import io.mobilespark.identity.LeftOut.Reason;
import java.util.EnumMap;
import java.util.Map;

/** Counts what is left out. Safe for use by several threads. */
public final class LeftOutCount {
  private final Map<Reason, Names> counted = new EnumMap<>(Reason.class);

  /** Counts a name. */
  public synchronized void add(Reason reason, String name) {
    counted.merge(reason, new Names(1, name), Names::plus);
  }

  /** Counts what others have counted. */
  public synchronized void add(LeftOut other) {
    other.reasons().forEach((reason, names) -> counted.merge(reason, names, Names::plus));
  }

  /** Begins anew. */
  public synchronized void clear() {
    counted.clear();
  }

  /** All so far. */
  public synchronized LeftOut sum() {
    return new LeftOut(counted);
  }
}

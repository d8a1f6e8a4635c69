// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.identity.LeftOut;
import org.apache.spark.util.AccumulatorV2;

/** What shards hold besides pictures, each shard told by the task that read it. */
public final class LeftOutNames extends AccumulatorV2<LeftOut, LeftOut> {
  private static final long serialVersionUID = 1L;

  // Replaced as a whole: heartbeats read it from another thread.
  private volatile LeftOut names = LeftOut.NONE;

  @Override
  public boolean isZero() {
    return names.isNone();
  }

  @Override
  public AccumulatorV2<LeftOut, LeftOut> copy() {
    LeftOutNames copy = new LeftOutNames();
    copy.names = names;
    return copy;
  }

  @Override
  public void reset() {
    names = LeftOut.NONE;
  }

  @Override
  public void add(LeftOut more) {
    names = names.plus(more);
  }

  @Override
  public void merge(AccumulatorV2<LeftOut, LeftOut> other) {
    add(other.value());
  }

  @Override
  public LeftOut value() {
    return names;
  }
}

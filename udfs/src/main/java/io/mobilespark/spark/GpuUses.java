// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.device.GpuUse;
import org.apache.spark.util.AccumulatorV2;

/** What executors read of their GPUs, each reading told by one task. */
public final class GpuUses extends AccumulatorV2<GpuUse, GpuUse> {
  private static final long serialVersionUID = 1L;

  // Replaced as a whole: heartbeats read it from another thread.
  private volatile GpuUse use = GpuUse.NONE;

  @Override
  public boolean isZero() {
    return use.equals(GpuUse.NONE);
  }

  @Override
  public AccumulatorV2<GpuUse, GpuUse> copy() {
    GpuUses copy = new GpuUses();
    copy.use = use;
    return copy;
  }

  @Override
  public void reset() {
    use = GpuUse.NONE;
  }

  @Override
  public void add(GpuUse more) {
    use = use.plus(more);
  }

  @Override
  public void merge(AccumulatorV2<GpuUse, GpuUse> other) {
    add(other.value());
  }

  @Override
  public GpuUse value() {
    return use;
  }
}

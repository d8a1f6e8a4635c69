// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.util.AccumulatorV2;

/** Why executors took the CPU, each reason once however many tasks say so. */
public final class DeviceNotes extends AccumulatorV2<String, Set<String>> {
  private static final long serialVersionUID = 1L;

  // Replaced as a whole: heartbeats read it from another thread.
  private volatile Set<String> notes = Set.of();

  @Override
  public boolean isZero() {
    return notes.isEmpty();
  }

  @Override
  public AccumulatorV2<String, Set<String>> copy() {
    DeviceNotes copy = new DeviceNotes();
    copy.notes = notes;
    return copy;
  }

  @Override
  public void reset() {
    notes = Set.of();
  }

  @Override
  public void add(String note) {
    addAll(Set.of(note));
  }

  @Override
  public void merge(AccumulatorV2<String, Set<String>> other) {
    addAll(other.value());
  }

  @Override
  public Set<String> value() {
    return notes;
  }

  private void addAll(Set<String> more) {
    Set<String> all = new TreeSet<>(notes);
    all.addAll(more);
    notes = Set.copyOf(all);
  }
}

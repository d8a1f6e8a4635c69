// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.source.PictureFile;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/**
 * What a batch of a stream takes at most, but one file in any case.
 *
 * @param files 1 or more
 * @param bytes 1 or more
 */
record PerTrigger(int files, long bytes) {
  static final PerTrigger ALL = new PerTrigger(Integer.MAX_VALUE, Long.MAX_VALUE);

  /** Checks both. */
  PerTrigger {
    if (files < 1 || bytes < 1) {
      throw new IllegalArgumentException("is less than 1");
    }
  }

  /** What Spark asks for. */
  static PerTrigger of(ReadLimit limit) {
    if (limit instanceof ReadMaxFiles most) {
      return new PerTrigger(most.maxFiles(), Long.MAX_VALUE);
    }
    if (limit instanceof ReadMaxBytes most) {
      return new PerTrigger(Integer.MAX_VALUE, most.maxBytes());
    }
    if (limit instanceof CompositeReadLimit all) {
      return Stream.of(all.getReadLimits()).map(PerTrigger::of).reduce(ALL, PerTrigger::and);
    }
    return ALL;
  }

  private PerTrigger and(PerTrigger other) {
    return new PerTrigger(Math.min(files, other.files), Math.min(bytes, other.bytes));
  }

  /** For Spark. */
  ReadLimit readLimit() {
    return ReadLimit.compositeLimit(
        new ReadLimit[] {ReadLimit.maxFiles(files), ReadLimit.maxBytes(bytes)});
  }

  /** How many of some files, the first of them, a batch takes. */
  int first(List<PictureFile> some) {
    int taken = 0;
    long sum = 0;
    while (taken < some.size() && taken < files) {
      sum += Math.max(0, some.get(taken).length());
      if (taken > 0 && sum > bytes) {
        break;
      }
      taken++;
    }
    return taken;
  }
}

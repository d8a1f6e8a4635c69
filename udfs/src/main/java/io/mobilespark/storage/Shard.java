// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.SeekableBytes;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.ShardReader;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.shards.TarRange;
import java.io.InputStream;
import java.io.Serializable;

/** A file that holds many pictures, or a part of one. */
public sealed interface Shard extends Serializable {
  /** Fully qualified, as Hadoop writes it. */
  String path();

  /** Where reading begins. */
  long from();

  /** Whether all of it is read out of turn, so that nothing is to be read in order. */
  default boolean isSought() {
    return false;
  }

  /** Bytes to be read. */
  long length();

  /**
   * Reads it.
   *
   * @param in at {@link #from}; closed with the reader
   * @param again the same file for what has to be read out of turn; stays the caller's
   */
  ShardReader open(InputStream in, SeekableBytes again, ShardLimits limits);

  /** A tar as a whole, plain or packed. */
  record Tar(String path, long length, ShardRules rules) implements Shard {
    @Override
    public long from() {
      return 0;
    }

    @Override
    public ShardReader open(InputStream in, SeekableBytes again, ShardLimits limits) {
      return ShardReader.tar(in, length, rules, limits);
    }
  }

  /** A part of a plain tar. */
  record TarPart(String path, TarRange range, ShardRules rules) implements Shard {
    @Override
    public long from() {
      return range.from();
    }

    @Override
    public long length() {
      return range.length();
    }

    @Override
    public ShardReader open(InputStream in, SeekableBytes again, ShardLimits limits) {
      return ShardReader.tar(in, range, again, rules, limits);
    }
  }

  /** A zip, whose directory stands at its end. */
  record Zip(String path, long length, ShardRules rules) implements Shard {
    @Override
    public long from() {
      return 0;
    }

    @Override
    public boolean isSought() {
      return true;
    }

    @Override
    public ShardReader open(InputStream in, SeekableBytes again, ShardLimits limits) {
      return ShardReader.zip(again, rules, limits);
    }
  }

  /** A file of TFRecords, plain or packed. */
  record TfRecord(String path, long length, ExampleFeatures features) implements Shard {
    @Override
    public long from() {
      return 0;
    }

    @Override
    public ShardReader open(InputStream in, SeekableBytes again, ShardLimits limits) {
      return ShardReader.tfRecord(in, length, features, limits);
    }
  }
}

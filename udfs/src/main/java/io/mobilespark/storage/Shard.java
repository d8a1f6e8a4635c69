package io.mobilespark.storage;

import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.ShardReader;
import io.mobilespark.shards.TarRange;
import java.io.InputStream;
import java.io.Serializable;

/** A file that holds many pictures, or a part of one. */
public sealed interface Shard extends Serializable {
  /** Fully qualified, as Hadoop writes it. */
  String path();

  /** Where reading begins. */
  long from();

  /** Bytes to be read. */
  long length();

  /**
   * Reads it.
   *
   * @param in at {@link #from}; closed with the reader
   */
  ShardReader open(InputStream in, ShardLimits limits);

  /** A tar as a whole, plain, gzip or zstd. */
  record Tar(String path, long length) implements Shard {
    @Override
    public long from() {
      return 0;
    }

    @Override
    public ShardReader open(InputStream in, ShardLimits limits) {
      return ShardReader.tar(in, length, limits);
    }
  }

  /** A part of a plain tar. */
  record TarPart(String path, TarRange range) implements Shard {
    @Override
    public long from() {
      return range.from();
    }

    @Override
    public long length() {
      return range.length();
    }

    @Override
    public ShardReader open(InputStream in, ShardLimits limits) {
      return ShardReader.tar(in, range, limits);
    }
  }

  /** A file of TFRecords, plain, gzip or zstd. */
  record TfRecord(String path, long length, ExampleFeatures features) implements Shard {
    @Override
    public long from() {
      return 0;
    }

    @Override
    public ShardReader open(InputStream in, ShardLimits limits) {
      return ShardReader.tfRecord(in, length, features, limits);
    }
  }
}

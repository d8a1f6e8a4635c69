// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.util.List;

/**
 * What is packed and how.
 *
 * @param inputs folders, globs and files on any Hadoop file system
 * @param output a folder that the run makes, on any Hadoop file system
 * @param format of the shards
 * @param shardBytes of pictures in a shard, 1 MiB to 1 TiB: it ends before the picture that would
 *     pass it
 * @param keepLabel whether the name of a picture's folder becomes its label
 * @param overwrite whether a folder that is there is replaced
 */
public record PackSettings(
    List<String> inputs,
    String output,
    PackFormat format,
    long shardBytes,
    boolean keepLabel,
    boolean overwrite) {
  /** 256 MiB: seconds of a stream, and many to share among cores. */
  public static final long DEFAULT_SHARD_BYTES = 256L << 20;

  /** Checks that there is something to do. */
  public PackSettings {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || inputs.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("--input needs at least one folder, glob or file");
    }
    if (output.isBlank()) {
      throw new IllegalArgumentException("--output needs a folder");
    }
    if (shardBytes < 1L << 20 || shardBytes > 1L << 40) {
      throw new IllegalArgumentException("--shard-bytes is 1m to 1024g: " + shardBytes);
    }
  }
}

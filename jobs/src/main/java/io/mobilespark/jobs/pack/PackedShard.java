// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.List;

/**
 * A shard as a task wrote or read it.
 *
 * @param file its name in the output's folder
 * @param pictures in it; with none there is no file
 * @param bytes of these pictures
 * @param sha256 over their names, labels and contents, see {@link ContentHash}
 * @param refused pictures that should be in it and are not
 */
public record PackedShard(
    String file, long pictures, long bytes, String sha256, @JsonIgnore List<Refusal> refused)
    implements Serializable {
  /** Copies the refusals. */
  public PackedShard {
    refused = List.copyOf(refused);
  }

  boolean holdsWhat(PackedShard other) {
    return pictures == other.pictures && bytes == other.bytes && sha256.equals(other.sha256);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A download under way: the bytes so far in {@code NAME.part}, and beside it the entity tag they
 * belong to, without which they cannot be continued.
 */
final class PartialFile {
  private final Path bytes;
  private final Path tag;

  PartialFile(Path target) {
    bytes = target.resolveSibling(target.getFileName() + ".part");
    tag = target.resolveSibling(target.getFileName() + ".part.etag");
  }

  Path bytes() {
    return bytes;
  }

  /** Bytes that are there and can be continued. */
  long size() throws IOException {
    return Files.exists(bytes) && entityTag().isPresent() ? Files.size(bytes) : 0;
  }

  /** The strong tag of the version that the bytes are of. */
  Optional<String> entityTag() throws IOException {
    return Files.exists(tag) ? Optional.of(Files.readString(tag)) : Optional.empty();
  }

  /** Begins anew with a version; a weak tag or none means that it cannot be continued later. */
  void begin(Optional<String> entityTag) throws IOException {
    discard();
    if (entityTag.isPresent() && !entityTag.get().startsWith("W/")) {
      Files.write(tag, entityTag.get().getBytes(StandardCharsets.UTF_8));
    }
  }

  void discard() throws IOException {
    Files.deleteIfExists(tag);
    Files.deleteIfExists(bytes);
  }

  void forgetTag() throws IOException {
    Files.deleteIfExists(tag);
  }
}

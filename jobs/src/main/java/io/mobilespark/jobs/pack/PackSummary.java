// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.util.Locale;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param output the folder of shards
 * @param manifest what {@code _mobilespark/pack.json} holds
 */
public record PackSummary(String output, PackManifest manifest) {

  /** Lines for a terminal. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "Pictures    %,d (%,d bytes)%nShards      %,d, read back%nOutput      %s%n",
        manifest.pictures(),
        manifest.bytes(),
        manifest.shards().size(),
        output);
  }

  /** One line on what was not packed; empty when everything was. */
  public Optional<String> complaint() {
    if (manifest.refused().isEmpty()) {
      return Optional.empty();
    }
    Refusal first = manifest.refused().get(0);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d of %,d pictures could not be packed, such as %s: %s, %s; all are in %s",
            manifest.refused().size(),
            manifest.refused().size() + manifest.pictures(),
            first.path(),
            first.reason(),
            first.detail(),
            PackManifest.below(new org.apache.hadoop.fs.Path(output))));
  }
}

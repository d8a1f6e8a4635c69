// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import io.mobilespark.source.SourceKind;
import io.mobilespark.source.ColumnSettings;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.storage.PrefetchLimits;
import java.util.List;

/**
 * Where pictures come from.
 *
 * @param kind how inputs are understood
 * @param inputs folders, globs and files on any Hadoop file system, a manifest, or the name of a
 *     table; at least one
 * @param columns where the kind is a table or a manifest that is one
 * @param keepLabel whether the label that the source gives goes to the output
 * @param rules what side files and members of shards mean
 * @param prefetch how far reading runs ahead
 */
public record SourceSettings(
    SourceKind kind,
    List<String> inputs,
    ColumnSettings columns,
    boolean keepLabel,
    ShardRules rules,
    PrefetchLimits prefetch) {

  /** Checks the inputs. */
  public SourceSettings {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("One of --input, --manifest and --table is needed");
    }
    if (inputs.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("--input needs at least one folder, glob or file");
    }
    if ((kind == SourceKind.MANIFEST || kind == SourceKind.NAMED_TABLE) && inputs.size() > 1) {
      throw new IllegalArgumentException("There can be one manifest or table, not " + inputs);
    }
  }

  /** The same, with the label that the source gives. */
  public SourceSettings keepingLabel() {
    return new SourceSettings(kind, inputs, columns, true, rules, prefetch);
  }

  /** Inputs that are what their names say. */
  public static SourceSettings of(List<String> inputs) {
    return new SourceSettings(
        SourceKind.AUTO,
        inputs,
        ColumnSettings.DEFAULT,
        false,
        ShardRules.DEFAULT,
        PrefetchLimits.DEFAULT);
  }
}

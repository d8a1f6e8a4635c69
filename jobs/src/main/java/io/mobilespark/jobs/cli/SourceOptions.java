// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.source.ColumnSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.source.SourceKind;
import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.storage.PrefetchLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where pictures come from. */
final class SourceOptions {
  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "URI",
      description = "Folders (walked to the bottom), globs and files on any Hadoop file system")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "URI",
      description =
          "Instead of --input, a list of pictures: text with one URI a line (a tab or comma and"
              + " the length may follow), CSV with a header, or Parquet; names without a scheme are"
              + " relative to the manifest")
  private @Nullable String manifest;

  @Option(
      names = "--manifest-column",
      paramLabel = "NAME",
      description = "Column of the URIs in CSV or Parquet; default: ${DEFAULT-VALUE}")
  private String manifestColumn = ColumnSettings.DEFAULT.manifest();

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Instead of --input, a table that Spark's catalog knows")
  private @Nullable String table;

  @Option(
      names = "--source",
      paramLabel = "KIND",
      description =
          "What --input holds: images, tar, zip, tfrecord or table; default: auto, by the files' names")
  private SourceKind kind = SourceKind.AUTO;

  @Option(
      names = "--table-format",
      paramLabel = "FORMAT",
      description =
          "Spark's format for --source table, such as delta; default: by the files' names")
  private @Nullable String format;

  @Option(
      names = "--content-column",
      paramLabel = "NAME",
      description = "Column of a table that holds pictures; default: ${DEFAULT-VALUE}")
  private String content = ColumnSettings.DEFAULT.content();

  @Option(
      names = "--key-column",
      paramLabel = "NAME",
      description = "Column of a table that names pictures; default: ${DEFAULT-VALUE}")
  private String key = ColumnSettings.DEFAULT.key();

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "Column of a table that labels pictures, for --keep-label")
  private @Nullable String label;

  @Option(
      names = "--duplicate-keys",
      paramLabel = "refuse|keep",
      description =
          "What becomes of a table in which a key stands more than once: it is refused, or each of"
              + " its rows is a picture; default: refuse")
  private Doubles duplicateKeys = Doubles.REFUSE;

  /** As the option takes them. */
  enum Doubles {
    REFUSE,
    KEEP
  }

  @Option(
      names = "--keep-label",
      description =
          "Add a column source_label: the picture's folder, a tar's .cls, a TFRecord's label, or"
              + " --label-column")
  private boolean keepLabel;

  @Option(
      names = "--all-files",
      description =
          "Take side files in folders and tars (.txt, .json, .csv and the like) for pictures, too")
  private boolean allFiles;

  @Option(
      names = "--label-field",
      paramLabel = "NAME",
      description =
          "Field of the .json beside a picture in a tar that labels it, nested ones by dots, for"
              + " --keep-label; default: the .cls, or the .txt, is the label")
  private @Nullable String labelField;

  @Option(
      names = "--example-features",
      paramLabel = "FEATURES",
      description =
          "Features of TFRecords that hold picture, label and file name, as image=…,label=…,key=…;"
              + " default: those of TensorFlow's ImageNet, TF-Slim and TensorFlow Datasets")
  private @Nullable String features;

  @Option(
      names = "--prefetch-requests",
      paramLabel = "N",
      description = "Requests ahead per executor, 0 for none; default: 64, and 256 of the web")
  private @Nullable Integer prefetchRequests;

  @Option(
      names = "--prefetch-bytes",
      paramLabel = "N",
      description = "Bytes read ahead per executor; default: ${DEFAULT-VALUE}")
  private long prefetchBytes = PrefetchLimits.DEFAULT.bytes();

  /** Whether anything says where pictures come from. */
  boolean isGiven() {
    return !inputs.isEmpty() || manifest != null || table != null;
  }

  SourceSettings settings() {
    int given = (inputs.isEmpty() ? 0 : 1) + (manifest == null ? 0 : 1) + (table == null ? 0 : 1);
    if (given != 1) {
      throw new IllegalArgumentException(
          "One of --input, --manifest and --table is needed, not " + (given == 0 ? "none" : given));
    }
    if (inputs.isEmpty() && kind != SourceKind.AUTO) {
      throw new IllegalArgumentException("--source says what --input holds, and there is none");
    }
    if (kind == SourceKind.NAMED_TABLE || kind == SourceKind.MANIFEST) {
      throw new IllegalArgumentException(
          "A table or a manifest is named by --table or --manifest, not by --source");
    }
    ColumnSettings columns =
        new ColumnSettings(
            Optional.ofNullable(format),
            content,
            key,
            Optional.ofNullable(label),
            duplicateKeys == Doubles.KEEP,
            manifestColumn);
    ShardRules rules =
        new ShardRules(
            allFiles,
            labelField == null ? "" : labelField,
            features == null ? ExampleFeatures.DEFAULT : ExampleFeatures.parse(features));
    PrefetchLimits prefetch = PrefetchLimits.of(requests(), prefetchBytes);
    if (manifest != null) {
      return new SourceSettings(
          SourceKind.MANIFEST, List.of(manifest), columns, keepLabel, rules, prefetch);
    }
    return table == null
        ? new SourceSettings(kind, inputs, columns, keepLabel, rules, prefetch)
        : new SourceSettings(SourceKind.NAMED_TABLE, List.of(table), columns, keepLabel, rules, prefetch);
  }

  private OptionalInt requests() {
    return prefetchRequests == null ? OptionalInt.empty() : OptionalInt.of(prefetchRequests);
  }
}

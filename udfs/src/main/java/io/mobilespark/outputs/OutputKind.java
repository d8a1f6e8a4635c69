// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.outputs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a folder that MobileSpark wrote is. */
public enum OutputKind {
  /** Rows of pictures, by {@code label} or {@code embed}. */
  TABLE,
  /** Figures and pages, by {@code evaluate} or {@code compare}. */
  REPORT,
  /** What {@code train} learned, with its features and checkpoints. */
  HEAD,
  /** Pictures in shards, by {@code pack}. */
  PACK,
  /** Drawn pictures, by {@code generate} or {@code demo}. */
  PICTURES,
  /** Arrays of preprocessed pictures, by {@code preprocess}. */
  SAMPLES,
  /** A network for other programs, by {@code models export}. */
  MODEL,
  /** Rates and what their runs needed, by {@code benchmark}. */
  BENCHMARK;

  /** Whether it holds pictures that others read, so that no listing leaves it out. */
  public boolean isInput() {
    return this == PACK || this == PICTURES;
  }

  /** As it stands in files and messages, such as {@code table}. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

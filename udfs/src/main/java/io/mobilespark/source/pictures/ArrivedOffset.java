// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.util.Locale;
import org.apache.spark.sql.connector.read.streaming.Offset;

/** How many entries of the log of arrived files are behind a stream. */
final class ArrivedOffset extends Offset {
  private static final String ENTRY = "entry";

  private final long entry;

  /**
   * An offset.
   *
   * @param entry the last one of the log; -1 before the first
   */
  ArrivedOffset(long entry) {
    this.entry = entry;
  }

  /** Reads what a checkpoint holds. */
  static ArrivedOffset parse(String json) {
    try {
      JsonNode entry = new ObjectMapper().readTree(json).path(ENTRY);
      if (entry.isIntegralNumber()) {
        return new ArrivedOffset(entry.longValue());
      }
    } catch (IOException e) {
      throw foreign(json, e);
    }
    throw foreign(json, new IOException("no " + ENTRY));
  }

  private static MobileSparkException foreign(String json, IOException why) {
    return new MobileSparkException(
        "The checkpoint is not one of pictures: its offset is " + json, why);
  }

  long entry() {
    return entry;
  }

  @Override
  public String json() {
    return String.format(Locale.ROOT, "{\"%s\":%d}", ENTRY, entry);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.identity.LeftOut;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What the SQL tab shows of a scan, besides rows. Its classes are made by Spark, by name. */
final class PictureMetric {
  private PictureMetric() {}

  static CustomMetric[] all() {
    return new CustomMetric[] {
      new Pictures(), new ContentBytes(), new Errors(), new Waiting(), new LeftOutNames()
    };
  }

  static CustomTaskMetric[] of(ReadCounts counts) {
    return new CustomTaskMetric[] {
      new Value(Pictures.NAME, counts.pictures()),
      new Value(ContentBytes.NAME, counts.bytes()),
      new Value(Errors.NAME, counts.errors()),
      new Value(Waiting.NAME, counts.waitedNanos()),
      LeftOutNames.counted(counts.leftOut())
    };
  }

  /** Of one task, or of the driver. */
  private record Value(String name, long value) implements CustomTaskMetric {}

  /** Pictures that were handed out. */
  public static final class Pictures extends CustomSumMetric {
    private static final String NAME = "pictures";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "pictures";
    }
  }

  /** Bytes of their content. */
  public static final class ContentBytes extends CustomSumMetric {
    private static final String NAME = "pictureBytes";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "bytes of pictures";
    }
  }

  /** Pictures that could not be read. */
  public static final class Errors extends CustomSumMetric {
    private static final String NAME = "pictureErrors";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "pictures with an error";
    }
  }

  /** How long tasks have waited for storage. */
  public static final class Waiting implements CustomMetric {
    private static final String NAME = "waitedNanos";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "time of waiting for pictures";
    }

    @Override
    public String aggregateTaskMetrics(long[] values) {
      double seconds = LongStream.of(values).sum() / (double) TimeUnit.SECONDS.toNanos(1);
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
  }

  /** Names that are no pictures, in folders and in shards. */
  public static final class LeftOutNames extends CustomSumMetric {
    private static final String NAME = "leftOut";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "names left out";
    }

    static CustomTaskMetric counted(LeftOut names) {
      return new Value(NAME, names.reasons().values().stream().mapToLong(LeftOut.Names::count).sum());
    }
  }
}

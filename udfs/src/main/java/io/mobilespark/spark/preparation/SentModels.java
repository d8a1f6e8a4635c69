// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.image.Preset;
import io.mobilespark.inference.Output;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.SentNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The models that this driver has prepared and sent: one that is asked for again is neither read
 * nor sent again, unless its files have changed. Holds the latest few; what executors hold of
 * others is cleaned up by Spark.
 */
public final class SentModels {
  private static final SentModels SHARED = new SentModels();
  private static final int MOST = 8;

  private final Map<Key, SentModel> sent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SentModel> eldest) {
          return size() > MOST;
        }
      };

  private SentModels() {}

  /** Those of this JVM. */
  public static SentModels shared() {
    return SHARED;
  }

  /**
   * A model that executors can open.
   *
   * @param classes what its scores mean; null of a network that was not asked for scores
   */
  public record SentModel(SentNetwork network, @Nullable ClassList classes) {}

  /**
   * A model on its way to the executors of a context. Asked for features alone, it needs no class
   * list and takes weights without top.
   *
   * @throws io.mobilespark.MobileSparkException in one line, when anything does not fit
   */
  public synchronized SentModel send(
      SparkContext spark, ModelSettings settings, Set<Output> outputs) {
    boolean scores = outputs.contains(Output.SCORES);
    Configuration hadoop = spark.hadoopConfiguration();
    Key key =
        new Key(
            spark,
            settings,
            scores,
            stamp(settings.weights(), hadoop)
                + stamp(settings.classes(), hadoop)
                + stamp(settings.reading().architecture().orElse(""), hadoop)
                + stamp(settings.head().orElse(""), hadoop));
    sent.keySet().removeIf(other -> other.spark.isStopped());
    SentModel model = sent.get(key);
    if (model == null) {
      model = scores ? classifier(spark, settings) : base(spark, settings);
      sent.put(key, model);
    }
    return new SentModel(model.network.askedFor(outputs), model.classes);
  }

  private static SentModel classifier(SparkContext spark, ModelSettings settings) {
    PreparedModel model = ModelPreparation.prepare(settings, spark.hadoopConfiguration());
    return new SentModel(
        network(spark, settings, model.id(), model.network(), model.preset()), model.classes());
  }

  private static SentModel base(SparkContext spark, ModelSettings settings) {
    settings.precision().require();
    PreparedBase base = ModelPreparation.prepareBase(settings, spark.hadoopConfiguration());
    return new SentModel(
        network(spark, settings, base.id() + " base", base.network(), base.preset()), null);
  }

  private static SentNetwork network(
      SparkContext spark, ModelSettings settings, String id, ServedNetwork network, Preset preset) {
    return new SentNetwork(
        id,
        JavaSparkContext.fromSparkContext(spark).broadcast(network),
        preset.name(),
        settings.precision(),
        EnumSet.allOf(Output.class));
  }

  /** Changes with the file; a file that is not there is somebody else's to report. */
  private static String stamp(String uri, Configuration hadoop) {
    try {
      if (uri.isEmpty() || uri.equals(ModelSettings.IMAGENET)) {
        return "";
      }
      boolean local = !uri.contains(":") && Files.exists(java.nio.file.Path.of(uri));
      Path path = new Path(local ? java.nio.file.Path.of(uri).toUri().toString() : uri);
      FileSystem files = path.getFileSystem(hadoop);
      StringBuilder stamp = new StringBuilder();
      for (FileStatus status : files.listStatus(path)) {
        stamp.append(status.getLen()).append('@').append(status.getModificationTime()).append(' ');
      }
      return stamp.toString();
    } catch (IOException | IllegalArgumentException e) {
      return "";
    }
  }

  private record Key(SparkContext spark, ModelSettings settings, boolean scores, String stamp) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Counts what operators of a session infer, by their metrics. */
public final class InferredPictures extends SparkListener {
  private final SparkSession spark;
  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  private InferredPictures(SparkSession spark) {
    this.spark = spark;
  }

  /** Begins at 0. */
  public static InferredPictures of(SparkSession spark) {
    InferredPictures count = new InferredPictures(spark);
    spark.sparkContext().addSparkListener(count);
    return count;
  }

  /** Pictures since the last call. */
  public long since() throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    rejected.set(0);
    return pictures.getAndSet(0);
  }

  /** Pictures since the last call that were no rejected ones. */
  public long classifiedSince() throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    return pictures.getAndSet(0) - rejected.getAndSet(0);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    add(end, "pictures"::equals, pictures);
    add(end, name -> name.startsWith("rejected pictures, "), rejected);
  }

  private static void add(SparkListenerTaskEnd end, Predicate<String> metric, AtomicLong sum) {
    CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
        .filter(each -> each.name().exists(metric::test))
        .forEach(each -> sum.addAndGet((Long) each.update().get()));
  }
}

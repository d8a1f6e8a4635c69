// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.inference.Output;
import io.mobilespark.spark.InferenceWork;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.SentModels;
import io.mobilespark.spark.preparation.SentModels.SentModel;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/**
 * Infers {@link MobileNetEval}: gathers rows into Arrow batches, decodes every picture once, runs
 * every network once a batch.
 */
public final class MobileNetEvalExec extends SparkPlan implements CatalystNode {
  private static final long serialVersionUID = 1L;

  private final Seq<Expression> calls;
  private final Seq<Attribute> results;
  private final SparkPlan child;
  private transient @Nullable EvalMetrics evalMetrics;

  /**
   * Public for Catalyst, which copies nodes by their constructors.
   *
   * @param calls each a {@link MobileNetCall}
   * @param results one a call
   */
  public MobileNetEvalExec(Seq<Expression> calls, Seq<Attribute> results, SparkPlan child) {
    this.calls = calls;
    this.results = results;
    this.child = child;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    MobileNetCall first = all().get(0);
    Map<ModelSettings, EnumSet<Output>> asked = new LinkedHashMap<>();
    for (MobileNetCall call : all()) {
      asked
          .computeIfAbsent(call.settings().model(), model -> EnumSet.noneOf(Output.class))
          .add(call.kind().output());
    }
    List<ModelSettings> models = List.copyOf(asked.keySet());
    List<SentModel> sent = new ArrayList<>();
    asked.forEach(
        (model, outputs) -> sent.add(SentModels.shared().send(sparkContext(), model, outputs)));
    List<CallResult> wanted = new ArrayList<>();
    for (MobileNetCall call : all()) {
      int network = models.indexOf(call.settings().model());
      wanted.add(
          new CallResult(
              call.kind(),
              network,
              call.settings().topK(),
              call.settings().labelsAbove().orElse(null),
              sent.get(network).classes()));
    }
    InferenceWork work =
        new InferenceWork(
            sent.stream().map(SentModel::network).toList(),
            first.settings().batch(),
            first.settings().image(),
            SessionSettings.ONE_CORE_PER_TASK);
    return child
        .execute()
        .mapPartitionsWithEvaluator(
            new EvalFactory(
                work, first.content(), child.output(), output(), List.copyOf(wanted), measured()),
            ClassTag$.MODULE$.apply(InternalRow.class));
  }

  private List<MobileNetCall> all() {
    return Scala.list(calls).stream().map(MobileNetCall.class::cast).toList();
  }

  private synchronized EvalMetrics measured() {
    if (evalMetrics == null) {
      evalMetrics = EvalMetrics.of(sparkContext());
    }
    return evalMetrics;
  }

  @Override
  public scala.collection.immutable.Map<String, SQLMetric> metrics() {
    return Map$.MODULE$.from(scala.jdk.javaapi.CollectionConverters.asScala(measured().byName()));
  }

  @Override
  public Seq<Attribute> output() {
    List<Attribute> all = new ArrayList<>(Scala.list(child.output()));
    all.addAll(Scala.list(results));
    return Scala.seq(all);
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet.fromAttributeSets(
        Scala.seq(Scala.list(results).stream().map(AttributeSet::apply).toList()));
  }

  @Override
  public Partitioning outputPartitioning() {
    return child.outputPartitioning();
  }

  @Override
  public Seq<SortOrder> outputOrdering() {
    return child.outputOrdering();
  }

  @Override
  public Seq<SparkPlan> children() {
    return Scala.seq(List.of(child));
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> newChildren) {
    return new MobileNetEvalExec(calls, results, newChildren.apply(0));
  }

  @Override
  public String nodeName() {
    return "MobileNetEval";
  }

  @Override
  public String simpleString(int maxFields) {
    CallSettings settings = all().get(0).settings();
    return String.format(
        Locale.ROOT,
        "%s %s, batches of at most %d rows and %d bytes",
        nodeName(),
        all(),
        settings.batch().maxRows(),
        settings.batch().maxBytes());
  }

  @Override
  public String verboseStringWithOperatorId() {
    return String.format(
        Locale.ROOT,
        "%s%nInput: %s%nOutput: %s%n",
        simpleString(100),
        child.output().mkString(", "),
        results.mkString(", "));
  }

  @Override
  public List<Object> parts() {
    return List.of(calls, results, child);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return isMadeLike(other);
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import io.mobilespark.inference.InferredBatch;
import io.mobilespark.inference.Output;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.labels.TopK;
import io.mobilespark.spark.LabelsAbove;
import io.mobilespark.spark.PredictionRows;
import io.mobilespark.spark.RowMapping;
import io.mobilespark.spark.preparation.SentModels.SentModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Classifies a column of encoded pictures by a MobileNet. Adds {@code prediction}, the index of the
 * best class as a double, as Spark ML's evaluators want it; {@code predictions}, the best classes
 * with label, name and probability; {@code error}, the reason where both are null; and, where a
 * threshold is set, {@code labels}, all labels with so much probability or more.
 */
public final class MobileNetClassifier extends MobileNetTransformer {
  private static final long serialVersionUID = 1L;

  private final Param<String> predictionCol;
  private final Param<String> predictionsCol;
  private final IntParam topK;
  private final DoubleParam threshold;
  private final Param<String> labelsCol;

  /** A classifier of a name of its own. */
  public MobileNetClassifier() {
    this(Identifiable$.MODULE$.randomUID("MobileNetClassifier"));
  }

  /** A classifier of a name. */
  public MobileNetClassifier(String uid) {
    super(uid);
    this.predictionCol =
        text("predictionCol", "column for the index of the best class, double");
    this.predictionsCol =
        text("predictionsCol", "column for the best classes, best first");
    this.topK =
        new IntParam(uid, "topK", "classes kept per picture (>= 1)", ParamValidators.gtEq(1));
    this.threshold =
        new DoubleParam(
            uid,
            "threshold",
            "probability from which a label stands in labelsCol (> 0, <= 1); not set for none",
            ParamValidators.inRange(0, 1, false, true));
    this.labelsCol =
        text("labelsCol", "column for all labels that reach the threshold");
    setDefault(labelsCol, PredictionRows.LABELS);
    setDefault(predictionCol, "prediction");
    setDefault(predictionsCol, "predictions");
    setDefault(topK, 5);
  }

  /** Reads what {@code write().save} wrote. */
  public static MLReader<MobileNetClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads what {@code save} wrote. */
  public static MobileNetClassifier load(String path) {
    return read().load(path);
  }

  @Override
  List<StructField> results() {
    List<StructField> results = new ArrayList<>();
    results.add(
        DataTypes.createStructField(getOrDefault(predictionCol), DataTypes.DoubleType, true));
    results.add(
        DataTypes.createStructField(
            getOrDefault(predictionsCol),
            PredictionRows.SCHEMA.apply("predictions").dataType(),
            true));
    results.add(DataTypes.createStructField(getOrDefault(errorCol()), DataTypes.StringType, true));
    if (isSet(threshold)) {
      results.add(
          DataTypes.createStructField(
              getOrDefault(labelsCol),
              PredictionRows.schema(true, false).apply(PredictionRows.LABELS).dataType(),
              true));
    }
    return results;
  }

  @Override
  Set<Output> outputs() {
    return Set.of(Output.SCORES);
  }

  @Override
  RowMapping<Row, Row> mapping(int contentIndex, SentModel sent) {
    int kept = (Integer) getOrDefault(topK);
    @Nullable LabelsAbove above =
        isSet(threshold)
            ? new LabelsAbove(((Double) getOrDefault(threshold)).floatValue(), kept)
            : null;
    PredictionRows rows =
        new PredictionRows(
            Objects.requireNonNull(sent.classes()),
            sent.network().id(),
            sent.network().preset(),
            false,
            above);
    return new Mapping(contentIndex, rows, new TopK(above == null ? kept : Integer.MAX_VALUE));
  }

  private record Mapping(int contentIndex, PredictionRows rows, TopK topK) implements RowJoin {
    @Override
    public Row joined(Row row, InferredBatch batch, int index) {
      Prediction prediction = batch.prediction(index, 0, topK);
      Row mapped = rows.row(prediction);
      @Nullable Double best =
          prediction instanceof Classified classified
              ? (Double) (double) classified.ranked().get(0).index()
              : null;
      return rows.labelsAbove() == null
          ? RowJoin.with(row, best, mapped.get(1), mapped.get(2))
          : RowJoin.with(
              row,
              best,
              mapped.get(1),
              mapped.get(2),
              mapped.get(rows.schema().fieldIndex(PredictionRows.LABELS)));
    }
  }

  @Override
  public MobileNetClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Column for the index of the best class, {@code prediction} by default. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** Column for the best classes, {@code predictions} by default. */
  public Param<String> predictionsCol() {
    return predictionsCol;
  }

  /** Classes kept per picture, 5 by default. */
  public IntParam topK() {
    return topK;
  }

  /** Sets {@link #inputCol}. */
  public MobileNetClassifier setInputCol(String value) {
    return (MobileNetClassifier) set(inputCol(), value);
  }

  /** Sets {@link #errorCol}. */
  public MobileNetClassifier setErrorCol(String value) {
    return (MobileNetClassifier) set(errorCol(), value);
  }

  /** Sets {@link #model}. */
  public MobileNetClassifier setModel(String value) {
    return (MobileNetClassifier) set(model(), value);
  }

  /** Sets {@link #alpha}. */
  public MobileNetClassifier setAlpha(double value) {
    return (MobileNetClassifier) set(alpha(), value);
  }

  /** Sets {@link #resolution}. */
  public MobileNetClassifier setResolution(int value) {
    return (MobileNetClassifier) set(resolution(), Integer.toString(value));
  }

  /** Sets {@link #resolution}: height and width, such as {@code 96x160}. */
  public MobileNetClassifier setResolution(String value) {
    return (MobileNetClassifier) set(resolution(), value);
  }

  /** Sets {@link #signature}. */
  public MobileNetClassifier setSignature(String value) {
    return (MobileNetClassifier) set(signature(), value);
  }

  /** Sets {@link #outputName}. */
  public MobileNetClassifier setOutputName(String value) {
    return (MobileNetClassifier) set(outputName(), value);
  }

  /** Sets {@link #architecture}. */
  public MobileNetClassifier setArchitecture(String value) {
    return (MobileNetClassifier) set(architecture(), value);
  }

  /** Sets {@link #inputRange}. */
  public MobileNetClassifier setInputRange(String value) {
    return (MobileNetClassifier) set(inputRange(), value);
  }

  /** Sets {@link #activation}. */
  public MobileNetClassifier setActivation(String value) {
    return (MobileNetClassifier) set(activation(), value);
  }

  /** Sets {@link #weights}. */
  public MobileNetClassifier setWeights(String value) {
    return (MobileNetClassifier) set(weights(), value);
  }

  /** Sets {@link #classes}. */
  public MobileNetClassifier setClasses(String value) {
    return (MobileNetClassifier) set(classes(), value);
  }

  /** Sets {@link #preset}. */
  public MobileNetClassifier setPreset(String value) {
    return (MobileNetClassifier) set(preset(), value);
  }

  /** Sets {@link #orientation}. */
  public MobileNetClassifier setOrientation(String value) {
    return (MobileNetClassifier) set(orientation(), value);
  }

  /** Sets {@link #truncated}. */
  public MobileNetClassifier setTruncated(String value) {
    return (MobileNetClassifier) set(truncated(), value);
  }

  /** Sets {@link #head}. */
  public MobileNetClassifier setHead(String value) {
    return (MobileNetClassifier) set(head(), value);
  }

  /** Sets {@link #precision}. */
  public MobileNetClassifier setPrecision(String value) {
    return (MobileNetClassifier) set(precision(), value);
  }

  /** Sets {@link #batchRows}. */
  public MobileNetClassifier setBatchRows(int value) {
    return (MobileNetClassifier) set(batchRows(), value);
  }

  /** Sets {@link #batchBytes}. */
  public MobileNetClassifier setBatchBytes(long value) {
    return (MobileNetClassifier) set(batchBytes(), value);
  }

  /** Sets {@link #maxPixels}. */
  public MobileNetClassifier setMaxPixels(int value) {
    return (MobileNetClassifier) set(maxPixels(), value);
  }

  /** Sets {@link #maxPictureBytes}. */
  public MobileNetClassifier setMaxPictureBytes(int value) {
    return (MobileNetClassifier) set(maxPictureBytes(), value);
  }

  /** Sets {@link #predictionCol}. */
  public MobileNetClassifier setPredictionCol(String value) {
    return (MobileNetClassifier) set(predictionCol, value);
  }

  /** Sets {@link #predictionsCol}. */
  public MobileNetClassifier setPredictionsCol(String value) {
    return (MobileNetClassifier) set(predictionsCol, value);
  }

  /** Sets {@link #topK}. */
  public MobileNetClassifier setTopK(int value) {
    return (MobileNetClassifier) set(topK, value);
  }

  /** Probability from which a label stands in {@link #labelsCol}; not set for no such column. */
  public DoubleParam threshold() {
    return threshold;
  }

  /** Column for all labels that reach the {@link #threshold}, {@code labels} by default. */
  public Param<String> labelsCol() {
    return labelsCol;
  }

  /** Sets {@link #threshold}. */
  public MobileNetClassifier setThreshold(double value) {
    return (MobileNetClassifier) set(threshold, value);
  }

  /** Sets {@link #labelsCol}. */
  public MobileNetClassifier setLabelsCol(String value) {
    return (MobileNetClassifier) set(labelsCol, value);
  }
}

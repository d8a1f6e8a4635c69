// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import io.mobilespark.inference.Embedding;
import io.mobilespark.inference.Embedding.Embedded;
import io.mobilespark.inference.InferredBatch;
import io.mobilespark.inference.Output;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.spark.RowMapping;
import io.mobilespark.spark.preparation.SentModels.SentModel;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Embeds a column of encoded pictures by a MobileNet. Adds {@code features}, the pooled features as
 * an ML vector or an array of floats, and {@code error}, the reason where they are null. Takes
 * weights with and without top.
 */
public final class MobileNetEmbedder extends MobileNetTransformer {
  private static final long serialVersionUID = 1L;

  /** Output type: a vector of Spark ML, of doubles. */
  public static final String VECTOR = "vector";

  /** Output type: an array of floats, half the size. */
  public static final String ARRAY = "array";

  private final Param<String> outputCol;
  private final Param<String> outputType;

  /** An embedder of a name of its own. */
  public MobileNetEmbedder() {
    this(Identifiable$.MODULE$.randomUID("MobileNetEmbedder"));
  }

  /** An embedder of a name. */
  public MobileNetEmbedder(String uid) {
    super(uid);
    this.outputCol = text("outputCol", "column for the pooled features");
    this.outputType =
        new ChoiceParam(
            uid,
            "outputType",
            "type of the features: a vector of Spark ML, or an array of floats",
            List.of(VECTOR, ARRAY));
    setDefault(outputCol, "features");
    setDefault(outputType, VECTOR);
  }

  /** Reads what {@code write().save} wrote. */
  public static MLReader<MobileNetEmbedder> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads what {@code save} wrote. */
  public static MobileNetEmbedder load(String path) {
    return read().load(path);
  }

  private boolean asVector() {
    return getOrDefault(outputType).equals(VECTOR);
  }

  @Override
  List<StructField> results() {
    return List.of(
        DataTypes.createStructField(
            getOrDefault(outputCol),
            asVector()
                ? SQLDataTypes.VectorType()
                : DataTypes.createArrayType(DataTypes.FloatType, false),
            true),
        DataTypes.createStructField(getOrDefault(errorCol()), DataTypes.StringType, true));
  }

  @Override
  Set<Output> outputs() {
    return Set.of(Output.FEATURES);
  }

  @Override
  RowMapping<Row, Row> mapping(int contentIndex, SentModel sent) {
    return new Mapping(contentIndex, asVector());
  }

  private record Mapping(int contentIndex, boolean vector) implements RowJoin {
    @Override
    public Row joined(Row row, InferredBatch batch, int index) {
      Embedding embedding = batch.embedding(index, 0);
      return embedding instanceof Embedded embedded
          ? RowJoin.with(row, features(embedded.features()), null)
          : RowJoin.with(row, null, ((Rejected) embedding).reason().name());
    }

    private Object features(float[] features) {
      if (!vector) {
        return features;
      }
      double[] values = new double[features.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = features[i];
      }
      return Vectors.dense(values);
    }
  }

  @Override
  public MobileNetEmbedder copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Column for the features, {@code features} by default. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** Type of the features, {@link #VECTOR} by default. */
  public Param<String> outputType() {
    return outputType;
  }

  /** Sets {@link #inputCol}. */
  public MobileNetEmbedder setInputCol(String value) {
    return (MobileNetEmbedder) set(inputCol(), value);
  }

  /** Sets {@link #errorCol}. */
  public MobileNetEmbedder setErrorCol(String value) {
    return (MobileNetEmbedder) set(errorCol(), value);
  }

  /** Sets {@link #model}. */
  public MobileNetEmbedder setModel(String value) {
    return (MobileNetEmbedder) set(model(), value);
  }

  /** Sets {@link #alpha}. */
  public MobileNetEmbedder setAlpha(double value) {
    return (MobileNetEmbedder) set(alpha(), value);
  }

  /** Sets {@link #resolution}. */
  public MobileNetEmbedder setResolution(int value) {
    return (MobileNetEmbedder) set(resolution(), Integer.toString(value));
  }

  /** Sets {@link #resolution}: height and width, such as {@code 96x160}. */
  public MobileNetEmbedder setResolution(String value) {
    return (MobileNetEmbedder) set(resolution(), value);
  }

  /** Sets {@link #signature}. */
  public MobileNetEmbedder setSignature(String value) {
    return (MobileNetEmbedder) set(signature(), value);
  }

  /** Sets {@link #outputName}. */
  public MobileNetEmbedder setOutputName(String value) {
    return (MobileNetEmbedder) set(outputName(), value);
  }

  /** Sets {@link #architecture}. */
  public MobileNetEmbedder setArchitecture(String value) {
    return (MobileNetEmbedder) set(architecture(), value);
  }

  /** Sets {@link #inputRange}. */
  public MobileNetEmbedder setInputRange(String value) {
    return (MobileNetEmbedder) set(inputRange(), value);
  }

  /** Sets {@link #weights}. */
  public MobileNetEmbedder setWeights(String value) {
    return (MobileNetEmbedder) set(weights(), value);
  }

  /** Sets {@link #classes}. */
  public MobileNetEmbedder setClasses(String value) {
    return (MobileNetEmbedder) set(classes(), value);
  }

  /** Sets {@link #preset}. */
  public MobileNetEmbedder setPreset(String value) {
    return (MobileNetEmbedder) set(preset(), value);
  }

  /** Sets {@link #orientation}. */
  public MobileNetEmbedder setOrientation(String value) {
    return (MobileNetEmbedder) set(orientation(), value);
  }

  /** Sets {@link #truncated}. */
  public MobileNetEmbedder setTruncated(String value) {
    return (MobileNetEmbedder) set(truncated(), value);
  }

  /** Sets {@link #head}. */
  public MobileNetEmbedder setHead(String value) {
    return (MobileNetEmbedder) set(head(), value);
  }

  /** Sets {@link #precision}. */
  public MobileNetEmbedder setPrecision(String value) {
    return (MobileNetEmbedder) set(precision(), value);
  }

  /** Sets {@link #batchRows}. */
  public MobileNetEmbedder setBatchRows(int value) {
    return (MobileNetEmbedder) set(batchRows(), value);
  }

  /** Sets {@link #batchBytes}. */
  public MobileNetEmbedder setBatchBytes(long value) {
    return (MobileNetEmbedder) set(batchBytes(), value);
  }

  /** Sets {@link #maxPixels}. */
  public MobileNetEmbedder setMaxPixels(int value) {
    return (MobileNetEmbedder) set(maxPixels(), value);
  }

  /** Sets {@link #maxPictureBytes}. */
  public MobileNetEmbedder setMaxPictureBytes(int value) {
    return (MobileNetEmbedder) set(maxPictureBytes(), value);
  }

  /** Sets {@link #outputCol}. */
  public MobileNetEmbedder setOutputCol(String value) {
    return (MobileNetEmbedder) set(outputCol, value);
  }

  /** Sets {@link #outputType}. */
  public MobileNetEmbedder setOutputType(String value) {
    return (MobileNetEmbedder) set(outputType, value);
  }
}

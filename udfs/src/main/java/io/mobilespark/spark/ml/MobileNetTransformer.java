// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import io.mobilespark.MobileSparkException;
import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.Decoding;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.Output;
import io.mobilespark.model.ModelName;
import io.mobilespark.spark.InferenceWork;
import io.mobilespark.spark.RowMapping;
import io.mobilespark.spark.preparation.ModelReading;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.NetworkChoice;
import io.mobilespark.spark.preparation.SentModels;
import io.mobilespark.spark.preparation.SentModels.SentModel;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreActivation;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What both transformers share: a column of encoded pictures, a network, and columns behind those
 * that are there. Rows keep their other columns and their order; the network is read when {@link
 * #transform} is called.
 */
public abstract sealed class MobileNetTransformer extends Transformer
    implements DefaultParamsWritable permits MobileNetClassifier, MobileNetEmbedder {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> errorCol;
  private final Param<String> model;
  private final DoubleParam alpha;
  private final SizeParam resolution;
  private final Param<String> weights;
  private final Param<String> classes;
  private final Param<String> preset;
  private final Param<String> orientation;
  private final Param<String> truncated;
  private final Param<String> head;
  private final Param<String> precision;
  private final Param<String> signature;
  private final Param<String> outputName;
  private final Param<String> inputRange;
  private final Param<String> activation;
  private final Param<String> architecture;
  private final IntParam batchRows;
  private final LongParam batchBytes;
  private final IntParam maxPixels;
  private final IntParam maxPictureBytes;

  MobileNetTransformer(String uid) {
    this.uid = uid;
    this.inputCol = text("inputCol", "column of encoded pictures, binary");
    this.errorCol =
        text("errorCol", "column for the reason why a row has no result, null if it has");
    this.model = known("model", "network; unset where the file says it", ModelName.known());
    this.alpha =
        new DoubleParam(
            uid,
            "alpha",
            "width multiplier (> 0); unset for what the file says, or 1",
            ParamValidators.gt(0));
    this.resolution =
        new SizeParam(
            uid,
            "resolution",
            "height and width of the input in pixels (32 to 4096), or both as 96x160; unset for what"
                + " the file says, or 224");
    this.weights = text("weights", "Keras .h5 file or SavedModel folder");
    this.classes = text("classes", "labels of the outputs: imagenet, or a file");
    this.preset =
        known(
            "preset",
            "preprocessing; unset for the one that the variant's accuracy was published with",
            Presets.all().stream().map(io.mobilespark.image.Preset::name).toList());
    this.orientation =
        known("orientation", "exif to turn pictures as they were meant", List.of("stored", "exif"));
    this.truncated =
        known("truncated", "decode to take what is there of cut ones", List.of("reject", "decode"));
    this.head = text("head", "folder with a trained head; unset for its own");
    this.precision = known("precision", "what the network computes in", names(Precision.values()));
    this.signature =
        text("signature", "signature of a SavedModel; unset for serving_default");
    this.outputName =
        text("outputName", "output of that signature; needed where it has several");
    this.inputRange =
        known("inputRange", "range of pixels; unset for its own", names(InputRange.values()));
    this.activation =
        known(
            "activation",
            "what makes probabilities; unset for what its graph says",
            names(ScoreActivation.values()));
    this.architecture =
        text("architecture", "file of Keras's to_json, for weights alone");
    this.batchRows = bounded("batchRows", "pictures in a batch (1 to 4096)", 4096);
    this.batchBytes =
        byteCount("batchBytes", "bytes of encoded pictures in a batch (64 KiB to 1 GiB)");
    this.maxPixels =
        bounded(
            "maxPixels",
            "width x height beyond which a picture is TOO_LARGE (1 to 700 million)",
            700_000_000);
    this.maxPictureBytes =
        bounded(
            "maxPictureBytes",
            "encoded bytes beyond which a picture is TOO_LARGE (>= 1)",
            Integer.MAX_VALUE);
    setDefaults();
  }

  private void setDefaults() {
    setDefault(inputCol, "content");
    setDefault(errorCol, "error");
    setDefault(classes, ModelSettings.IMAGENET);
    setDefault(orientation, "stored");
    setDefault(truncated, "reject");
    setDefault(precision, Precision.FP32.toString());
    setDefault(batchRows, BatchLimits.DEFAULT.maxRows());
    setDefault(batchBytes, BatchLimits.DEFAULT.maxBytes());
    setDefault(maxPixels, ImageLimits.DEFAULT.maxPixels());
    setDefault(maxPictureBytes, 64 << 20);
  }

  /** A param that holds text; Connect's server wants to know the class. */
  final Param<String> text(String name, String meaning) {
    return new Param<>(uid(), name, meaning, String.class);
  }

  private IntParam bounded(String name, String meaning, int most) {
    return new IntParam(uid, name, meaning, ParamValidators.inRange(1, most));
  }

  private LongParam byteCount(String name, String meaning) {
    return new LongParam(uid, name, meaning, ParamValidators.inRange(64 << 10, 1 << 30));
  }

  private static List<String> names(Object[] values) {
    return Arrays.stream(values).map(Object::toString).toList();
  }

  private Param<String> known(String name, String meaning, List<String> names) {
    return new ChoiceParam(uid, name, meaning, names);
  }

  /** The columns behind those of the input, the reason's last. */
  abstract List<StructField> results();

  /** What the network is asked for. */
  abstract Set<Output> outputs();

  /** How rows with a picture at a place become rows with results. */
  abstract RowMapping<Row, Row> mapping(int contentIndex, SentModel sent);

  @Override
  public StructType transformSchema(StructType schema) {
    String input = getOrDefault(inputCol);
    StructField content =
        Arrays.stream(schema.fields())
            .filter(field -> field.name().equals(input))
            .findFirst()
            .orElseThrow(
                () ->
                    new MobileSparkException(
                        String.format(
                            Locale.ROOT,
                            "There is no column '%s' of type binary, only %s",
                            input,
                            schema.simpleString())));
    if (!(content.dataType() instanceof BinaryType)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "Column '%s' is %s, wanted binary",
              input,
              content.dataType().simpleString()));
    }
    StructType output = schema;
    for (StructField result : results()) {
      if (Arrays.asList(output.fieldNames()).contains(result.name())) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "Column '%s' is there already (%s), and one of type %s would have to be added",
                result.name(),
                output.apply(result.name()).dataType().simpleString(),
                result.dataType().simpleString()));
      }
      output = output.add(result);
    }
    return output;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    SentModel sent =
        SentModels.shared().send(dataset.sparkSession().sparkContext(), settings(), outputs());
    InferenceWork work =
        new InferenceWork(
            List.of(sent.network()),
            new BatchLimits((Integer) getOrDefault(batchRows), (Long) getOrDefault(batchBytes)),
            new ImageLimits(
                (Integer) getOrDefault(maxPixels), (Integer) getOrDefault(maxPictureBytes)),
            SessionSettings.ONE_CORE_PER_TASK);
    int content = dataset.schema().fieldIndex(getOrDefault(inputCol));
    return dataset
        .toDF()
        .mapPartitions(new InferredPartition(work, mapping(content, sent)), Encoders.row(schema));
  }

  private ModelSettings settings() {
    if (!isDefined(weights)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "%s needs its param '%s': %s", uid, weights.name(), weights.doc()));
    }
    return new ModelSettings(
        new NetworkChoice(
            given(model),
            isDefined(alpha) ? Optional.of((Double) getOrDefault(alpha)) : Optional.empty(),
            given(resolution).map(InputSize::parse)),
        getOrDefault(weights),
        getOrDefault(classes),
        Decoding.of(getOrDefault(orientation), getOrDefault(truncated)).asked(given(preset)),
        given(head),
        Precision.valueOf(getOrDefault(precision).toUpperCase(Locale.ROOT)),
        new ModelReading(
            given(signature),
            given(outputName),
            given(inputRange).map(InputRange::parse),
            given(activation).map(ScoreActivation::parse),
            given(architecture)));
  }

  private Optional<String> given(Param<String> param) {
    return isDefined(param) ? Optional.of(getOrDefault(param)) : Optional.empty();
  }

  @Override
  public Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Column of encoded pictures, {@code content} by default. */
  public final Param<String> inputCol() {
    return inputCol;
  }

  /** Column for the reason why a row has no result, {@code error} by default. */
  public final Param<String> errorCol() {
    return errorCol;
  }

  /** Which network; needed where the file holds weights alone. */
  public final Param<String> model() {
    return model;
  }

  /** Its width multiplier. */
  public final DoubleParam alpha() {
    return alpha;
  }

  /** Height and width of its input: one number, or both as {@code 96x160}. */
  public final Param<String> resolution() {
    return resolution;
  }

  /** Its weights; needed. */
  public final Param<String> weights() {
    return weights;
  }

  /** Labels of its outputs, {@code imagenet} by default. */
  public final Param<String> classes() {
    return classes;
  }

  /** Its preprocessing. */
  public final Param<String> preset() {
    return preset;
  }

  /** Whether pictures are turned as their EXIF orientation says, {@code stored} by default. */
  public final Param<String> orientation() {
    return orientation;
  }

  /** What becomes of a JPEG or PNG that ends early, {@code reject} by default. */
  public final Param<String> truncated() {
    return truncated;
  }

  /** What takes the place of its classifier. */
  public final Param<String> head() {
    return head;
  }

  /** What it computes in, {@code fp32} by default. */
  public final Param<String> precision() {
    return precision;
  }

  /** Which signature of a SavedModel. */
  public final Param<String> signature() {
    return signature;
  }

  /** Which of its outputs. */
  public final Param<String> outputName() {
    return outputName;
  }

  /** What the model wants pixels to be. */
  public final Param<String> inputRange() {
    return inputRange;
  }

  /** What makes probabilities of its outputs. */
  public final Param<String> activation() {
    return activation;
  }

  /** What model weights are of. */
  public final Param<String> architecture() {
    return architecture;
  }

  /** Pictures in a batch. */
  public final IntParam batchRows() {
    return batchRows;
  }

  /** Bytes of encoded pictures in a batch. */
  public final LongParam batchBytes() {
    return batchBytes;
  }

  /** Pixels beyond which a picture is refused. */
  public final IntParam maxPixels() {
    return maxPixels;
  }

  /** Encoded bytes beyond which a picture is refused. */
  public final IntParam maxPictureBytes() {
    return maxPictureBytes;
  }
}

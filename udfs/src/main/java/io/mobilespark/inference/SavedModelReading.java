// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.inference.SavedModelNetwork.Asked;
import io.mobilespark.inference.SavedModelNetwork.Input;
import io.mobilespark.inference.ServedNetwork.FeatureTensor;
import io.mobilespark.inference.ServedNetwork.ScoreNames;
import io.mobilespark.tensorflow.AffineMap;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SavedModelFile;
import io.mobilespark.tensorflow.ScoreActivation;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.ServedModel;
import io.mobilespark.tensorflow.ServedModel.LastStep;
import io.mobilespark.tensorflow.ServedModel.Tap;
import io.mobilespark.tensorflow.ServedSignature;
import io.mobilespark.tensorflow.ServedTensor;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out how a SavedModel is fed and what its scores mean. */
final class SavedModelReading {
  private static final String LOGITS = "logits";
  private static final String SOFTMAX = "softmax";
  private static final String SIGMOID = "sigmoid";
  private static final String FEATURES = "features";
  private static final long LARGEST_BATCH = 4096;
  private static final long LARGEST_SIDE = 4096;

  private final Path folder;
  private final Asked asked;
  private final ServedModel model;
  private final ServedTensor scored;

  SavedModelReading(Path folder, Asked asked) {
    this.folder = folder;
    this.asked = asked;
    ServedModel found = ServedModel.read(folder, ServedSignature.SERVE_TAG, asked.signature());
    this.scored = scored(found.signature());
    this.model = found.withoutAugmentation(scored);
  }

  SavedModelNetwork network() throws IOException {
    PackedFolder read = PackedFolder.of(folder);
    PackedFolder files =
        model.changedFile().map(file -> read.with(SavedModelFile.NAME, file)).orElse(read);
    ServedTensor tensor = model.signature().input();
    SampleType type = tensor.sampleType();
    List<Long> shape = sides(tensor);
    InputSize size = size(tensor, shape);
    int batch = batch(tensor, shape.get(0));
    boolean known = asked.takesSamples() || asked.range().isPresent() || type == SampleType.UINT8;
    Optional<Tap> tap = known ? Optional.empty() : model.firstConvolution(scored);
    PlainPictures pictures = new PlainPictures(tensor.tensor(), type, size, batch);
    PlainPictures.Seen seen;
    try (GraphSession session =
        SavedModelNetwork.open(
            tap.map(with -> files.with(SavedModelFile.NAME, with.file())).orElse(files),
            SessionSettings.ONE_CORE_PER_TASK)) {
      seen = pictures.seen(session, scored.tensor(), tap);
    }
    if (!seen.single()) {
      throw setting(
          "a picture's scores depend on the others of its batch, or on chance: export the model as"
              + " it acts in inference, training=False");
    }
    InputRange range =
        asked
            .range()
            .orElseGet(
                () ->
                    asked.takesSamples()
                        ? InputRange.SYMMETRIC
                        : type == SampleType.UINT8 ? InputRange.PIXELS : range(seen.map()));
    Input input = new Input(tensor.tensor(), type, size, batch, asked.takesSamples(), range);
    Meaning meaning = meaning(seen);
    Featured featured = featured(files, pictures);
    return new SavedModelNetwork(
        featured.files,
        read.sha256(),
        input,
        meaning.kind == ScoreKind.TWO_CLASSES ? 2 : seen.outputs(),
        meaning.kind,
        meaning.names,
        featured.features);
  }

  /** Files whose graph gives features. */
  private record Featured(PackedFolder files, FeatureTensor features) {}

  private Featured featured(PackedFolder files, PlainPictures pictures) {
    FeatureTensor own = features(model.signature());
    Optional<Tap> within =
        asked.features() && own.equals(FeatureTensor.NONE)
            ? model.features(scored)
            : Optional.empty();
    if (within.isEmpty()) {
      return new Featured(files, own);
    }
    Tap tap = within.get();
    PackedFolder tapped = files.with(SavedModelFile.NAME, tap.file());
    try (GraphSession session = SavedModelNetwork.open(tapped, SessionSettings.ONE_CORE_PER_TASK)) {
      return new Featured(
          tapped, new FeatureTensor(tap.tensor(), pictures.width(session, tap.tensor())));
    }
  }

  /** What scores mean, and where they come from. */
  private record Meaning(ScoreKind kind, ScoreNames names) {}

  private Meaning meaning(PlainPictures.Seen seen) {
    Optional<String> both = bothOf(model.signature());
    if (both.isPresent() && asked.output().isEmpty()) {
      String probabilities = model.signature().output(both.get()).tensor();
      ScoreActivation activation = ScoreActivation.parse(both.get());
      return new Meaning(
          asked.noted().orElseGet(() -> activation.kind(Math.max(2, seen.outputs()))),
          new ScoreNames(scored.tensor(), probabilities));
    }
    LastStep last = model.lastStep(scored);
    if (last == LastStep.OTHER && asked.activation().isEmpty()) {
      last =
          seen.addUpToOne()
              ? LastStep.SOFTMAX
              : seen.outputs() == 1 && seen.withinZeroAndOne() ? LastStep.SIGMOID : LastStep.SUM;
    }
    Optional<ScoreActivation> applied =
        switch (last) {
          case SOFTMAX -> Optional.of(ScoreActivation.SOFTMAX);
          case SIGMOID -> Optional.of(ScoreActivation.SIGMOID);
          case SUM, OTHER -> Optional.empty();
        };
    if (applied.isPresent()
        && asked.activation().isPresent()
        && !applied.equals(asked.activation())) {
      throw setting(
          "output '%s' has a %s already, --activation says %s",
          scored.key(), applied.get(), asked.activation().get());
    }
    if (applied.isPresent()) {
      boolean oneOfOne = seen.outputs() == 1 && applied.get() == ScoreActivation.SOFTMAX;
      return new Meaning(
          oneOfOne ? ScoreKind.CLASSES : applied.get().kind(seen.outputs()),
          new ScoreNames(scored.tensor(), scored.tensor()));
    }
    return new Meaning(
        asked.activation().orElse(ScoreActivation.SOFTMAX).kind(seen.outputs()),
        new ScoreNames(scored.tensor(), ""));
  }

  private InputRange range(Optional<AffineMap> map) {
    return map.flatMap(AffineMap::range)
        .orElseThrow(
            () ->
                setting(
                    "what it wants pixels to be cannot be told%s: --input-range has to say it,"
                        + " 0..255, 0..1 or -1..1",
                    map.map(found -> " (its first convolution sees " + found + ")").orElse("")));
  }

  private InputSize size(ServedTensor tensor, List<Long> shape) {
    long height = shape.get(1);
    long width = shape.get(2);
    if (height < 1 || width < 1) {
      InputSize given =
          asked
              .size()
              .orElseThrow(
                  () ->
                      setting(
                          "input '%s' %s takes pictures of any size: --resolution has to say one",
                          tensor.key(), shape));
      if ((height >= 1 && height != given.height()) || (width >= 1 && width != given.width())) {
        throw setting("input '%s' is %s, --resolution says %s", tensor.key(), shape, given.sides());
      }
      return given;
    }
    if (height > LARGEST_SIDE || width > LARGEST_SIDE) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "SavedModel %s: input '%s' is %s, wanted at most %d a side",
              folder,
              tensor.key(),
              shape,
              LARGEST_SIDE));
    }
    InputSize size = new InputSize((int) height, (int) width);
    if (asked.size().isPresent() && !asked.size().get().equals(size)) {
      throw setting(
          "input '%s' is %s, --resolution says %s",
          tensor.key(), shape, asked.size().get().sides());
    }
    return size;
  }

  private int batch(ServedTensor tensor, long batch) {
    if (batch > LARGEST_BATCH) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "SavedModel %s: input '%s' takes %d pictures at a time, wanted at most %d",
              folder,
              tensor.key(),
              batch,
              LARGEST_BATCH));
    }
    return (int) Math.max(0, batch);
  }

  /** Four sides, -1 for each that is open. */
  private static List<Long> sides(ServedTensor tensor) {
    List<Long> open = List.of(-1L, -1L, -1L, 3L);
    tensor.require(tensor.type(), open);
    return tensor.rankKnown() ? tensor.shape() : open;
  }

  private ServedTensor scored(ServedSignature signature) {
    if (asked.output().isPresent()) {
      return signature.output(asked.output().get());
    }
    return bothOf(signature).isPresent() ? signature.output(LOGITS) : signature.output();
  }

  /** The probabilities beside the logits of this project's exports. */
  private static Optional<String> bothOf(ServedSignature signature) {
    List<String> keys = signature.outputs().stream().map(ServedTensor::key).toList();
    return keys.contains(LOGITS)
        ? Stream.of(SOFTMAX, SIGMOID).filter(keys::contains).findFirst()
        : Optional.empty();
  }

  /** Those that this project's exports give beside the scores. */
  private static FeatureTensor features(ServedSignature signature) {
    if (bothOf(signature).isEmpty()) {
      return FeatureTensor.NONE;
    }
    return signature.outputs().stream()
        .filter(output -> output.key().equals(FEATURES) && output.shape().size() == 2)
        .filter(output -> output.shape().get(1) > 0)
        .map(output -> new FeatureTensor(output.tensor(), output.shape().get(1).intValue()))
        .findFirst()
        .orElse(FeatureTensor.NONE);
  }

  private SettingException setting(String format, Object... values) {
    List<Object> all = new ArrayList<>(List.of(folder));
    all.addAll(List.of(values));
    return new SettingException(
        String.format(Locale.ROOT, "SavedModel %s: " + format, all.toArray()));
  }
}

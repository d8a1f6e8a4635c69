// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A network ready to compute, shared by all tasks of a JVM: each runs it in its own thread. Owned
 * by whoever opened it.
 */
public final class Predictor implements AutoCloseable {
  private final ServedNetwork network;
  private final GraphSession session;
  private final boolean inParts;

  private Predictor(ServedNetwork network, GraphSession session, boolean inParts) {
    this.network = network;
    this.session = session;
    this.inParts = inParts;
  }

  /**
   * Opens a network and computes empty pictures, so that the first real ones find everything in
   * place and a graph that does not work on this machine fails here.
   */
  public static Predictor open(ServedNetwork network, SessionSettings settings) {
    // A GPU's caches are no reason to compute picture by picture, and its launches cost too much.
    boolean inParts = settings.device() instanceof Device.Cpu && !network.mapsName().isEmpty();
    Predictor predictor = new Predictor(network, network.open(settings), inParts);
    try (PixelTensor batch = predictor.newInput(inParts ? 2 : 1)) {
      batch.clear();
      Set<Output> given = EnumSet.allOf(Output.class);
      given.removeIf(output -> !network.gives(output));
      predictor.outputs(batch, given);
      return predictor;
    } catch (RuntimeException e) {
      predictor.close();
      throw e;
    }
  }

  /** The network's description. */
  public ServedNetwork network() {
    return network;
  }

  /** An input tensor that fits this network. Owned by the caller. */
  public PixelTensor newInput(int pictures) {
    return PixelTensor.allocate(network.inputType(), pictures, network.height(), network.width());
  }

  /**
   * Scores of a batch: every picture of it gets its row, or the call fails.
   *
   * @throws IllegalStateException when the network fails or does not give one row per picture
   */
  public Scores predict(PixelTensor batch) {
    return outputs(batch, Set.of(Output.SCORES)).scores();
  }

  /**
   * Pooled features of a batch: every picture of it gets its row, or the call fails.
   *
   * @throws IllegalStateException when the network fails or does not give one row per picture
   */
  public Features features(PixelTensor batch) {
    return outputs(batch, Set.of(Output.FEATURES)).features();
  }

  /**
   * Several outputs of a batch in one run of the network.
   *
   * @param wanted what is not among them stays empty
   */
  Outputs outputs(PixelTensor batch, Set<Output> wanted) {
    for (Output output : wanted) {
      if (!network.gives(output)) {
        throw new IllegalArgumentException("The network gives no " + output);
      }
    }
    boolean scores = wanted.contains(Output.SCORES);
    List<String> names = new ArrayList<>(scores ? network.scores().distinct() : List.of());
    if (wanted.contains(Output.FEATURES)) {
      names.add(network.features().name());
    }
    List<float[]> values = run(batch, names);
    return new Outputs(
        scores ? scores(batch.pictures(), values) : Scores.NONE,
        wanted.contains(Output.FEATURES)
            ? new Features(
                batch.pictures(), network.features().width(), values.get(values.size() - 1))
            : Features.NONE);
  }

  private List<float[]> run(PixelTensor batch, List<String> names) {
    if (network.fixedBatch() > 0) {
      return session.runBySize(network.inputName(), batch, names, network.fixedBatch());
    }
    return inParts && batch.pictures() > 1
        ? session.runInParts(network.inputName(), network.mapsName(), batch, names)
        : session.run(network.inputName(), batch, names);
  }

  private Scores scores(int pictures, List<float[]> outputs) {
    ServedNetwork.ScoreNames names = network.scores();
    float[] ranking = outputs.get(0);
    // One tensor is either both, or the logits.
    boolean ranksProbabilities = names.logits().equals(names.probabilities());
    boolean given = !names.probabilities().isEmpty();
    float[] last = outputs.get(names.distinct().size() - 1);
    if (network.kind() == ScoreKind.TWO_CLASSES && ranking.length == pictures) {
      last = Probabilities.paired(last, given);
      ranking = ranksProbabilities ? last : Probabilities.paired(ranking, false);
    }
    return new Scores(
        pictures,
        network.classes(),
        ranking,
        given ? last : Probabilities.of(network.kind(), ranking, network.classes()));
  }

  @Override
  public void close() {
    session.close();
  }

  /** What one run gave; what was not asked for has no rows. */
  record Outputs(Scores scores, Features features) {
    static final Outputs NONE = new Outputs(Scores.NONE, Features.NONE);
  }

  /**
   * What a network says of a batch.
   *
   * @param pictures rows
   * @param classes columns
   * @param logits pictures x classes, rows first
   * @param probabilities what the kind of the scores makes of them, likewise
   */
  public record Scores(int pictures, int classes, float[] logits, float[] probabilities) {
    static final Scores NONE = new Scores(0, 0, new float[0], new float[0]);

    /** Checks that there is one row per picture. */
    public Scores {
      int wanted = Math.multiplyExact(pictures, classes);
      if (logits.length != wanted || probabilities.length != wanted) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%d pictures of %d classes make %d scores: found %d logits, %d probabilities",
                pictures,
                classes,
                wanted,
                logits.length,
                probabilities.length));
      }
    }
  }
}

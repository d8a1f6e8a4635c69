package io.mobilespark.inference;

import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;

/**
 * A network ready to compute, shared by all tasks of a JVM: each runs it in its own thread. Owned
 * by whoever opened it.
 */
public final class Predictor implements AutoCloseable {
  private final ServedNetwork network;
  private final GraphSession session;

  private Predictor(ServedNetwork network, GraphSession session) {
    this.network = network;
    this.session = session;
  }

  /**
   * Opens a network and computes one empty picture, so that the first real one finds everything in
   * place and a graph that does not work on this machine fails here.
   */
  public static Predictor open(ServedNetwork network, SessionSettings settings) {
    Predictor predictor = new Predictor(network, network.open(settings));
    try (PixelTensor one = predictor.newInput(1)) {
      predictor.predict(one);
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
    ServedNetwork.ScoreNames names = network.scores();
    List<float[]> outputs = session.run(network.inputName(), batch, names.distinct());
    float[] logits = outputs.get(0);
    // One output is either both, or the logits.
    boolean probabilities = outputs.size() > 1 || names.probabilities().equals(names.logits());
    return new Scores(
        batch.pictures(),
        network.classes(),
        logits,
        probabilities ? outputs.get(outputs.size() - 1) : Softmax.rows(logits, network.classes()));
  }

  @Override
  public void close() {
    session.close();
  }

  /**
   * What a network says of a batch.
   *
   * @param pictures rows
   * @param classes columns
   * @param logits pictures x classes, rows first
   * @param probabilities their softmax, likewise
   */
  public record Scores(int pictures, int classes, float[] logits, float[] probabilities) {
    static final Scores NONE = new Scores(0, 0, new float[0], new float[0]);

    /** Checks that there is one row per picture. */
    public Scores {
      int wanted = Math.multiplyExact(pictures, classes);
      if (logits.length != wanted || probabilities.length != wanted) {
        throw new IllegalStateException(
            "%d pictures of %d classes make %d scores: found %d logits, %d probabilities"
                .formatted(pictures, classes, wanted, logits.length, probabilities.length));
      }
    }
  }
}

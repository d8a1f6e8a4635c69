// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.device.DeviceInput;
import io.mobilespark.device.DeviceNetwork;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.labels.RankedClass;
import io.mobilespark.labels.TopK;
import io.mobilespark.tensorflow.DeviceOutOfMemory;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network that gives ranked classes. One that this project built ranks inside its graph, so that
 * k values per picture come back from the device and not one per class. Owned by whoever opened it.
 */
final class RankingNetwork
    implements DeviceNetwork<QueuedSamples, List<RankedClass>>, AutoCloseable {
  private final ServedNetwork network;
  private final Ranks ranks;
  private final boolean whole;

  /** Ranked classes of every picture of a batch. */
  private interface Ranks extends AutoCloseable {
    List<List<RankedClass>> of(PixelTensor batch);

    @Override
    void close();
  }

  private RankingNetwork(ServedNetwork network, Ranks ranks, boolean whole) {
    this.network = network;
    this.ranks = ranks;
    this.whole = whole;
  }

  /**
   * Opens a network and computes one batch of empty pictures, so that the first real one finds
   * everything in place.
   *
   * @param topK classes per picture
   * @param batchPictures of that batch
   */
  static RankingNetwork open(
      ServedNetwork network, SessionSettings settings, int topK, int batchPictures) {
    RankingNetwork opened =
        new RankingNetwork(
            network,
            network instanceof FrozenNetwork frozen
                ? new InGraph(frozen, settings, topK)
                : new AfterGraph(Predictor.open(network, settings), new TopK(topK)),
            settings.xla());
    try (PixelTensor empty = opened.tensor(batchPictures)) {
      empty.clear();
      opened.ranks.of(empty);
      return opened;
    } catch (DeviceOutOfMemory e) {
      // Too much for a full batch only: the first real one is halved, and that is counted.
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  ServedNetwork network() {
    return network;
  }

  @Override
  public long pictureBytes() {
    return 3L * network.height() * network.width() * network.inputType().bytes();
  }

  @Override
  public DeviceInput<QueuedSamples, List<RankedClass>> newInput(int pictures) {
    PixelTensor tensor = tensor(pictures);
    return new DeviceInput<>() {
      @Override
      public void write(int place, QueuedSamples samples) {
        samples.writeTo(tensor, place);
      }

      @Override
      public List<List<RankedClass>> run(int count) {
        if (count == pictures) {
          return ranks.of(tensor);
        }
        // XLA would compile anew for another number of pictures.
        if (whole) {
          return ranks.of(tensor).subList(0, count);
        }
        try (PixelTensor part = tensor.first(count)) {
          return ranks.of(part);
        }
      }

      @Override
      public void close() {
        tensor.close();
      }
    };
  }

  @Override
  public void close() {
    ranks.close();
  }

  private PixelTensor tensor(int pictures) {
    return PixelTensor.allocate(network.inputType(), pictures, network.height(), network.width());
  }

  private static final class InGraph implements Ranks {
    private final FrozenNetwork network;
    private final int kept;
    private final GraphSession session;

    InGraph(FrozenNetwork frozen, SessionSettings settings, int topK) {
      this.network = new FrozenNetwork(frozen.graph().ranking(topK));
      this.kept = Math.min(topK, frozen.classes());
      this.session = network.open(settings);
    }

    @Override
    public List<List<RankedClass>> of(PixelTensor batch) {
      List<String> names =
          List.of(network.graph().rankedClassesName(), network.graph().rankedProbabilitiesName());
      List<float[]> values = session.run(network.inputName(), batch, names);
      if (values.get(0).length != batch.pictures() * kept) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%d pictures of %d ranked classes: found %d classes",
                batch.pictures(),
                kept,
                values.get(0).length));
      }
      List<List<RankedClass>> ranked = new ArrayList<>(batch.pictures());
      for (int picture = 0; picture < batch.pictures(); picture++) {
        ranked.add(TopK.ranked(values.get(0), values.get(1), picture, kept));
      }
      return ranked;
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private record AfterGraph(Predictor predictor, TopK best) implements Ranks {
    @Override
    public List<List<RankedClass>> of(PixelTensor batch) {
      Scores scores = predictor.predict(batch);
      List<List<RankedClass>> ranked = new ArrayList<>(batch.pictures());
      for (int picture = 0; picture < batch.pictures(); picture++) {
        int offset = picture * scores.classes();
        ranked.add(best.rank(scores.logits(), scores.probabilities(), offset, scores.classes()));
      }
      return ranked;
    }

    @Override
    public void close() {
      predictor.close();
    }
  }
}

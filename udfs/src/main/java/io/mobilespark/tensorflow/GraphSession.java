// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.mobilespark.MobileSparkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunOptions;

/**
 * A graph ready to compute. Any number of threads may run it at once, each in its own thread. Owned
 * by whoever opened it; closing it while another thread runs waits for that run.
 */
public final class GraphSession implements AutoCloseable {
  // -1: TensorFlow runs the graph in the calling thread and not in its pool.
  private static final RunOptions CALLERS_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private final Session session;
  private final AutoCloseable owner;

  private GraphSession(Session session, AutoCloseable owner) {
    this.session = session;
    this.owner = owner;
  }

  /**
   * Opens a frozen graph.
   *
   * @param graphDef a serialised {@code GraphDef} without variables, in the settings' precision
   * @throws MobileSparkException when TensorFlow does not take the graph or lacks the device
   */
  public static GraphSession open(byte[] graphDef, SessionSettings settings) {
    TensorFlowLibrary.load();
    try {
      return open(settings.placed(GraphDef.parseFrom(graphDef)), settings.configOfOwnGraph());
    } catch (InvalidProtocolBufferException e) {
      throw new MobileSparkException("TensorFlow refuses the graph: " + firstLine(e), e);
    }
  }

  private static GraphSession open(GraphDef graphDef, ConfigProto config) {
    Graph graph = new Graph();
    try {
      graph.importGraphDef(graphDef);
      Session session = new Session(graph, config);
      return new GraphSession(
          session,
          () -> {
            session.close();
            graph.close();
          });
    } catch (RuntimeException e) {
      // Not all of TensorFlow's exceptions are TensorFlowExceptions.
      graph.close();
      throw new MobileSparkException("TensorFlow refuses the graph: " + firstLine(e), e);
    }
  }

  /** Opens a graph every node of which has to run on a GPU. */
  static GraphSession openPlaced(byte[] graphDef, Device.Gpu gpu) {
    SessionSettings settings = new SessionSettings(gpu, 1);
    try {
      GraphDef.Builder placed = GraphDef.parseFrom(graphDef).toBuilder();
      placed
          .getNodeBuilderList()
          .forEach(
              node -> {
                if (!node.getOp().equals("Const")) {
                  node.setDevice(gpu.placement());
                }
              });
      ConfigProto config = settings.config().toBuilder().setAllowSoftPlacement(false).build();
      return open(placed.build(), config);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a graph", e);
    }
  }

  /**
   * Opens a SavedModel with its variables.
   *
   * @param tag the tag of the wanted graph, {@code serve} as a rule
   * @throws MobileSparkException when TensorFlow does not take it, or the CPU lacks the precision
   */
  public static GraphSession openSavedModel(Path folder, String tag, SessionSettings settings) {
    if (settings.device() instanceof Device.Gpu gpu) {
      requireForSavedModel(gpu, settings.precision());
    } else {
      settings.precision().require();
    }
    TensorFlowLibrary.load();
    try {
      SavedModelBundle bundle =
          SavedModelBundle.loader(folder.toString())
              .withTags(tag)
              .withConfigProto(settings.configOfSavedModel())
              .load();
      return new GraphSession(bundle.session(), bundle);
    } catch (RuntimeException e) {
      throw new MobileSparkException(
          "TensorFlow refuses the SavedModel " + folder + ": " + firstLine(e), e);
    }
  }

  private static void requireForSavedModel(Device.Gpu gpu, Precision precision) {
    if (!gpu.alone()) {
      throw new MobileSparkException(
          "A SavedModel runs on executors of one GPU: spark.executor.resource.gpu.amount is more");
    }
    if (precision == Precision.BF16) {
      throw new MobileSparkException(
          "A SavedModel computes in fp32, tf32 or fp16 on a GPU, not in bf16");
    }
  }

  /**
   * Computes outputs for a batch.
   *
   * @param input the name of the input tensor, such as {@code pixels}
   * @param batch the pictures; not kept
   * @param outputs names of tensors of floating-point numbers
   * @return for each output a new array with its values, rows first
   * @throws DeviceOutOfMemory when the batch is too large for the device
   * @throws DeviceLost when the device will not compute again
   * @throws IllegalStateException when the graph fails, with the reason TensorFlow gives
   */
  public List<float[]> run(String input, PixelTensor batch, List<String> outputs) {
    return run(input, batch.tensor(), outputs);
  }

  /**
   * Computes outputs for a batch in two parts: up to some maps picture by picture, and behind them
   * all pictures together. What comes out is the same but for rounding.
   *
   * @param input the name of the input tensor, such as {@code pixels}
   * @param maps the name of the tensor that parts the graph: no output may read past it
   * @param batch the pictures; not kept
   * @param outputs names of float32 tensors
   * @return for each output a new array with its values, rows first
   * @throws IllegalStateException when the graph fails, with the reason TensorFlow gives
   */
  public List<float[]> runInParts(
      String input, String maps, PixelTensor batch, List<String> outputs) {
    try (PixelTensor one = batch.empty(1);
        MapTensor gathered = new MapTensor(batch.pictures())) {
      for (int picture = 0; picture < batch.pictures(); picture++) {
        batch.copyTo(one, picture);
        try (Result result = runner(input, one.tensor(), List.of(maps)).run()) {
          gathered.put(picture, result.get(0));
        }
      }
      return run(maps, gathered.tensor(), outputs);
    } catch (RuntimeException e) {
      throw DeviceFailures.of(e);
    }
  }

  /**
   * Computes outputs by a graph that takes a certain number of pictures at a time; what is missing
   * to the last of them is filled up.
   *
   * @param size that number
   * @return as {@link #run}
   */
  public List<float[]> runBySize(String input, PixelTensor batch, List<String> outputs, int size) {
    if (batch.pictures() == size) {
      return run(input, batch, outputs);
    }
    List<float[]> all = new ArrayList<>();
    try (PixelTensor part = batch.empty(size)) {
      part.clear();
      for (int first = 0; first < batch.pictures(); first += size) {
        int count = Math.min(size, batch.pictures() - first);
        batch.copyTo(part, first, count);
        List<float[]> values = run(input, part, outputs);
        for (int i = 0; i < values.size(); i++) {
          int width = values.get(i).length / size;
          if (first == 0) {
            all.add(new float[Math.multiplyExact(batch.pictures(), width)]);
          }
          System.arraycopy(values.get(i), 0, all.get(i), first * width, count * width);
        }
      }
    }
    return all;
  }

  private List<float[]> run(String input, Tensor batch, List<String> outputs) {
    try (Result result = runner(input, batch, outputs).run()) {
      List<float[]> values = new ArrayList<>(outputs.size());
      for (int i = 0; i < outputs.size(); i++) {
        values.add(copy(result.get(i)));
      }
      return values;
    } catch (RuntimeException e) {
      throw DeviceFailures.of(e);
    }
  }

  @Override
  public void close() {
    try {
      owner.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("A session does not close", e);
    }
  }

  private Session.Runner runner(String input, Tensor batch, List<String> outputs) {
    Session.Runner runner = session.runner().setOptions(CALLERS_THREAD).feed(input, batch);
    outputs.forEach(runner::fetch);
    return runner;
  }

  private static float[] copy(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    ByteDataBuffer bytes = tensor.asRawTensor().data();
    switch (tensor.dataType()) {
      case DT_FLOAT -> bytes.asFloats().read(values);
      case DT_DOUBLE -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) bytes.asDoubles().getDouble(i);
        }
      }
      case DT_HALF -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = ofHalf(bytes.asShorts().getShort(i));
        }
      }
      case DT_BFLOAT16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.asShorts().getShort(i) << 16);
        }
      }
      default ->
          throw new IllegalStateException(
              "The network gives " + tensor.dataType() + ", wanted floating-point numbers");
    }
    return values;
  }

  /** IEEE 754's 16 bits: sign, 5 of exponent, 10 of fraction. */
  private static float ofHalf(short half) {
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (fraction + 0x400), exponent - 25);
        };
    return half < 0 ? -magnitude : magnitude;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}

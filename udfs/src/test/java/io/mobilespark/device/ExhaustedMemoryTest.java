// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mobilespark.tensorflow.GraphDefWriter;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * TensorFlow itself running out of memory: a graph that asks for four petabytes when it is given
 * five pictures or more. It waits ten seconds for memory before it gives up.
 */
@Timeout(60)
final class ExhaustedMemoryTest {
  private static final int FITS = 4;
  private static final long FOUR_PETABYTES_OF_FLOATS = 1L << 50;

  @Test
  void batchesAreHalvedAndTheSessionGoesOn() throws Exception {
    try (GraphSession session = GraphSession.open(graph(), SessionSettings.ONE_CORE_PER_TASK);
        DeviceBatcher<float[], Float> batcher =
            new DeviceBatcher<>(
                "test",
                new DeviceLimits(2 * FITS, Duration.ofMinutes(10), 1 << 20, 1),
                new Means(session),
                lost -> {});
        DeviceClient<float[], Float> client = batcher.client(() -> false)) {
      for (int i = 0; i < 40; i++) {
        client.submit(new float[] {i, i, i});
      }
      for (int i = 0; i < 40; i++) {
        assertThat(client.next()).isEqualTo(i);
      }
      assertThat(batcher.batchPictures()).isEqualTo(FITS);
      assertThat(client.times().halvings()).isEqualTo(1);
    }
  }

  /** The first channel's mean of each picture. */
  private record Means(GraphSession session) implements DeviceNetwork<float[], Float> {
    @Override
    public long pictureBytes() {
      return 3 * Float.BYTES;
    }

    @Override
    public DeviceInput<float[], Float> newInput(int pictures) {
      PixelTensor tensor = PixelTensor.allocate(SampleType.FLOAT32, pictures, 1, 1);
      return new DeviceInput<>() {
        @Override
        public void write(int place, float[] samples) {
          tensor.write(place, samples);
        }

        @Override
        public List<Float> run(int count) {
          try (PixelTensor part = tensor.first(count)) {
            float[] means = session.run("input", part, List.of("mean", "filled")).get(0);
            List<Float> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
              rows.add(means[3 * i]);
            }
            return rows;
          }
        }

        @Override
        public void close() {
          tensor.close();
        }
      };
    }
  }

  /** {@code filled} has {@code pictures / 5 * 2^50 + 1} rows of one value. */
  private static byte[] graph() throws InvalidProtocolBufferException {
    GraphDefWriter writer = new GraphDefWriter();
    writer.placeholder("input", SampleType.FLOAT32, List.of(-1L, 1L, 1L, 3L));
    writer.spatialMean("mean", "input", false);
    writer.constant("zero", new float[] {0}, List.of());
    GraphDef.Builder graph = GraphDef.parseFrom(writer.toBytes()).toBuilder();
    graph.addNode(
        node("shape", "Shape", "mean")
            .putAttr("T", type(DataType.DT_FLOAT))
            .putAttr("out_type", type(DataType.DT_INT64)));
    graph.addNode(constant("divisor", FITS + 1, FITS + 1));
    graph.addNode(constant("much", FOUR_PETABYTES_OF_FLOATS, 0)).addNode(constant("one", 1, 1));
    graph.addNode(longs("share", "FloorDiv", "shape", "divisor"));
    graph.addNode(longs("asked", "Mul", "share", "much"));
    graph.addNode(longs("size", "AddV2", "asked", "one"));
    graph.addNode(
        node("filled", "Fill", "size", "zero")
            .putAttr("T", type(DataType.DT_FLOAT))
            .putAttr("index_type", type(DataType.DT_INT64)));
    return graph.build().toByteArray();
  }

  private static NodeDef.Builder longs(String name, String op, String left, String right) {
    return node(name, op, left, right).putAttr("T", type(DataType.DT_INT64));
  }

  private static NodeDef.Builder node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs));
  }

  /** For a shape of two sides. */
  private static NodeDef.Builder constant(String name, long first, long second) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(first).putLong(second).flip();
    TensorProto values =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT64)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(2)))
            .setTensorContent(ByteString.copyFrom(bytes))
            .build();
    return node(name, "Const")
        .putAttr("dtype", type(DataType.DT_INT64))
        .putAttr("value", AttrValue.newBuilder().setTensor(values).build());
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}

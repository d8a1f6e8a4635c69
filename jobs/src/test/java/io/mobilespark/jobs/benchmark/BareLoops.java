// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * TensorFlow Java and nothing else, each call in the calling thread: what a graph and {@code
 * DecodeJpeg} take by themselves. Results are not even read.
 */
final class BareLoops {
  private static final RunOptions CALLERS_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();
  private static final ConfigProto ONE_THREAD =
      ConfigProto.newBuilder()
          .setIntraOpParallelismThreads(1)
          .setInterOpParallelismThreads(1)
          .putDeviceCount("GPU", 0)
          .build();

  private BareLoops() {}

  /** The accurate DCT over JPEGs, to three channels. */
  static Part decoding(List<byte[]> jpegs) {
    Graph graph = new Graph();
    Ops ops = Ops.create(graph);
    Output<TString> file =
        ops.placeholder(TString.class, Placeholder.shape(Shape.scalar())).asOutput();
    Output<TUint8> pixels =
        ops.image
            .decodeJpeg(file, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod("INTEGER_ACCURATE"))
            .asOutput();
    Session session = new Session(graph, ONE_THREAD);
    return new Part() {
      @Override
      public int run(int round) {
        byte[] jpeg = jpegs.get(round % jpegs.size());
        try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(jpeg));
            Result result =
                session.runner().setOptions(CALLERS_THREAD).feed(file, input).fetch(pixels).run()) {
          return result.size();
        }
      }

      @Override
      public int turn() {
        return jpegs.size();
      }

      @Override
      public void close() {
        session.close();
        graph.close();
      }
    };
  }

  /** A session over a graph, for all threads. Closed by the caller. */
  static Session session(byte[] graphDef) throws InvalidProtocolBufferException {
    Graph graph = new Graph();
    graph.importGraphDef(GraphDef.parseFrom(graphDef));
    return new Session(graph, ONE_THREAD);
  }

  /**
   * Batches of noise through a graph.
   *
   * @param floats whether the input is float32, and not uint8
   * @param shape of the input, pictures first
   */
  static Part inference(
      Session session, String input, boolean floats, long[] shape, List<String> outputs) {
    Tensor batch = floats ? floats(Shape.of(shape)) : bytes(Shape.of(shape));
    List<String> fetched = new ArrayList<>(outputs);
    return new Part() {
      @Override
      public int run(int round) {
        Session.Runner runner = session.runner().setOptions(CALLERS_THREAD).feed(input, batch);
        fetched.forEach(runner::fetch);
        try (Result result = runner.run()) {
          return result.size() == fetched.size() ? (int) shape[0] : 0;
        }
      }

      @Override
      public void close() {
        batch.close();
      }
    };
  }

  private static Tensor floats(Shape shape) {
    return TFloat32.tensorOf(
        shape,
        data -> {
          int[] next = {0};
          data.scalars().forEach(scalar -> scalar.setFloat(noise(next[0]++)));
        });
  }

  private static Tensor bytes(Shape shape) {
    return TUint8.tensorOf(
        shape,
        data -> {
          int[] next = {0};
          data.scalars().forEach(scalar -> scalar.setByte((byte) noise(next[0]++)));
        });
  }

  private static int noise(int place) {
    return place * 7919 % 251;
  }
}

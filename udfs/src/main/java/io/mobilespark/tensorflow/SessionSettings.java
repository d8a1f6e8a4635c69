// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.io.Serializable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * How a session computes. Operations run in the calling thread, one after the other: Spark's tasks
 * are the parallelism, and a pool shared between them would make them wait for each other.
 *
 * @param device where
 * @param intraOpThreads threads within one operation, 1 or more; 1 where every core has a task
 * @param precision what the network computes in
 * @param xla whether XLA compiles the network for a GPU, anew for every number of pictures
 */
public record SessionSettings(Device device, int intraOpThreads, Precision precision, boolean xla)
    implements Serializable {

  /** One core per caller: the setting for executors whose tasks take a core each. */
  public static final SessionSettings ONE_CORE_PER_TASK = new SessionSettings(Device.cpu(), 1);

  private static final RewriterConfig BF16_REWRITE =
      RewriterConfig.newBuilder()
          .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON)
          .build();

  /** Checks the threads. */
  public SessionSettings {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("intraOpThreads is 1 or more: " + intraOpThreads);
    }
  }

  /** Settings that compute in float32. */
  public SessionSettings(Device device, int intraOpThreads) {
    this(device, intraOpThreads, Precision.FP32, false);
  }

  /** The same in another precision. */
  public SessionSettings in(Precision other) {
    return new SessionSettings(device, intraOpThreads, other, xla);
  }

  /** The same on another device. */
  public SessionSettings on(Device other) {
    return new SessionSettings(other, intraOpThreads, precision, xla);
  }

  /** The same with or without XLA. */
  public SessionSettings compiled(boolean byXla) {
    return new SessionSettings(device, intraOpThreads, precision, byXla);
  }

  /** The graph as this session runs it: where several GPUs are seen, with its own for each node. */
  GraphDef placed(GraphDef graph) {
    if (!(device instanceof Device.Gpu gpu) || gpu.alone()) {
      return graph;
    }
    GraphDef.Builder placed = graph.toBuilder();
    placed.getNodeBuilderList().forEach(node -> node.setDevice(gpu.placement()));
    return placed.build();
  }

  private static GPUOptions options(Device.Gpu gpu) {
    GPUOptions.Builder options =
        GPUOptions.newBuilder()
            .setAllowGrowth(gpu.memoryFraction() == 0)
            // Fragments less than TensorFlow's own; what TF_GPU_ALLOCATOR=cuda_malloc_async sets.
            .setExperimental(GPUOptions.Experimental.newBuilder().setUseCudaMallocAsync(true));
    if (gpu.memoryFraction() > 0) {
      options.setPerProcessGpuMemoryFraction(gpu.memoryFraction());
    }
    if (gpu.alone()) {
      options.setVisibleDeviceList(Integer.toString(gpu.index()));
    }
    return options.build();
  }

  /** For graphs of others, whose precision TensorFlow has to lower. */
  ConfigProto configOfSavedModel() {
    ConfigProto.Builder config = config().toBuilder();
    if (precision == Precision.BF16) {
      config.getGraphOptionsBuilder().setRewriteOptions(BF16_REWRITE);
    } else if (precision == Precision.FP16) {
      config
          .getGraphOptionsBuilder()
          .getRewriteOptionsBuilder()
          .setAutoMixedPrecision(RewriterConfig.Toggle.ON);
    }
    return config.build();
  }

  /** For graphs of this project, which are written in their precision, and simple. */
  ConfigProto configOfOwnGraph() {
    if (device instanceof Device.Gpu) {
      return config();
    }
    ConfigProto.Builder config = config().toBuilder();
    // It would pull the 1/6 of a hard swish out of the form that is fused into convolutions.
    config
        .getGraphOptionsBuilder()
        .getRewriteOptionsBuilder()
        .setArithmeticOptimization(RewriterConfig.Toggle.OFF);
    return config.build();
  }

  ConfigProto config() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(intraOpThreads)
            .setInterOpParallelismThreads(1);
    if (device instanceof Device.Gpu gpu) {
      config.setGpuOptions(options(gpu)).setAllowSoftPlacement(true);
      if (xla) {
        config
            .getGraphOptionsBuilder()
            .getOptimizerOptionsBuilder()
            .setGlobalJitLevel(OptimizerOptions.GlobalJitLevel.ON_1);
      }
    } else {
      config.putDeviceCount("GPU", 0);
    }
    return config.build();
  }
}

package io.mobilespark.tensorflow;

import java.io.Serializable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * How a session computes. Operations run in the calling thread, one after the other: Spark's tasks
 * are the parallelism, and a pool shared between them would make them wait for each other.
 *
 * @param device where
 * @param intraOpThreads threads within one operation, 1 or more; 1 where every core has a task
 */
public record SessionSettings(Device device, int intraOpThreads) implements Serializable {

  /** One core per caller: the setting for executors whose tasks take a core each. */
  public static final SessionSettings ONE_CORE_PER_TASK = new SessionSettings(Device.cpu(), 1);

  /** Checks the threads. */
  public SessionSettings {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("intraOpThreads is 1 or more: " + intraOpThreads);
    }
  }

  ConfigProto config() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(intraOpThreads)
            .setInterOpParallelismThreads(1);
    if (device instanceof Device.Gpu gpu) {
      config.setGpuOptions(
          GPUOptions.newBuilder()
              .setAllowGrowth(true)
              .setVisibleDeviceList(Integer.toString(gpu.index())));
    } else {
      config.putDeviceCount("GPU", 0);
    }
    return config.build();
  }
}

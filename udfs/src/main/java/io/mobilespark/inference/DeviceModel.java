// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.device.DeviceBatcher;
import io.mobilespark.device.DeviceClient;
import io.mobilespark.device.DeviceLimits;
import io.mobilespark.device.GpuMonitor;
import io.mobilespark.labels.RankedClass;
import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.DeviceLost;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A network on a device with the queue before it, shared by all tasks of a JVM. Owned by whoever
 * opened it; closed after its tasks.
 */
public final class DeviceModel implements AutoCloseable {
  private final RankingNetwork network;
  private final DeviceBatcher<QueuedSamples, List<RankedClass>> batcher;
  private final GpuMonitor.Use use;

  private DeviceModel(
      RankingNetwork network,
      DeviceBatcher<QueuedSamples, List<RankedClass>> batcher,
      GpuMonitor.Use use) {
    this.network = network;
    this.batcher = batcher;
    this.use = use;
  }

  /**
   * How a device is fed.
   *
   * @param name of the device, for the names of threads
   * @param topK classes kept per picture
   * @param batchPictures of a full batch
   */
  public record Feeding(String name, int topK, int batchPictures) {}

  /**
   * Opens a network on a device and computes a first batch; a GPU's figures are read from then on.
   *
   * @param whenLost told when the device is gone for good
   */
  public static DeviceModel open(
      ServedNetwork served,
      SessionSettings session,
      Feeding feeding,
      Consumer<DeviceLost> whenLost) {
    RankingNetwork network = opened(served, session, feeding, whenLost);
    DeviceLimits limits = DeviceLimits.of(feeding.batchPictures, network.pictureBytes());
    return new DeviceModel(
        network,
        new DeviceBatcher<>(feeding.name, limits, network, whenLost),
        session.device() instanceof Device.Gpu gpu ? GpuMonitor.here().use(gpu.index()) : () -> {});
  }

  private static RankingNetwork opened(
      ServedNetwork served,
      SessionSettings session,
      Feeding feeding,
      Consumer<DeviceLost> whenLost) {
    try {
      return RankingNetwork.open(served, session, feeding.topK, feeding.batchPictures);
    } catch (DeviceLost e) {
      whenLost.accept(e);
      throw e;
    }
  }

  ServedNetwork network() {
    return network.network();
  }

  /** A task's way in, owned by the task. */
  DeviceClient<QueuedSamples, List<RankedClass>> client(BooleanSupplier killed) {
    return batcher.client(killed);
  }

  @Override
  public void close() {
    use.close();
    batcher.close();
    network.close();
  }
}

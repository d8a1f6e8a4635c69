// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.device.DeviceTimes;
import io.mobilespark.device.GpuMonitor;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.BatchClassifier;
import io.mobilespark.inference.BatchClassifier.Classifier;
import io.mobilespark.inference.DeviceClassifier;
import io.mobilespark.inference.DeviceModel;
import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * Leases the networks of a task on its device, and feeds them: through the queue that tasks share
 * before a GPU, or in the task's own thread.
 */
final class TaskNetworks {
  private final ClassifySplit work;
  private final TaskContext task;
  private final TaskResources resources;
  private final TaskDevice device;
  private final SessionSettings session;
  private long loads;
  private DeviceTimes opening = DeviceTimes.NONE;

  TaskNetworks(ClassifySplit work, TaskContext task, TaskResources resources) {
    this.work = work;
    this.task = task;
    this.resources = resources;
    this.device = TaskDevice.of(work.device(), task);
    this.session = work.session().on(device.device()).compiled(work.device().xla());
    if (device.device() instanceof Device.Cpu) {
      work.models().forEach(model -> model.precision().require());
    }
  }

  /** What opening networks on a device took this task. */
  DeviceTimes opening() {
    return opening;
  }

  /** Networks that this task had loaded. */
  long loads() {
    return loads;
  }

  /** Why the CPU was taken; empty otherwise. */
  String note() {
    return device.note();
  }

  /** Owned by the task's resources. */
  TaskClassifier classifier() {
    return device.device() instanceof Device.Gpu || work.device().queueOnCpu()
        ? queued()
        : direct();
  }

  private TaskClassifier direct() {
    List<Classifier> classifiers = new ArrayList<>();
    for (ClassifySplit.SentModel model : work.models()) {
      ExecutorModels.Lease lease =
          counted(ExecutorModels.shared().lease(model.key(session), () -> model.open(session)));
      classifiers.add(new Classifier(lease.predictor(), Presets.byName(model.rows().preset())));
    }
    return resources.own(
        new DirectClassifier(
            new BatchClassifier(
                classifiers,
                new BatchClassifier.Limits(
                    work.limits().image(),
                    work.limits().batch().maxRows(),
                    work.limits().topK()))));
  }

  private TaskClassifier queued() {
    if (device.device() instanceof Device.Gpu gpu) {
      PictureCounters.here()
          .gpu(gpu.index(), figure -> GpuMonitor.here().latest(gpu.index(), figure));
    }
    DeviceModel.Feeding feeding =
        new DeviceModel.Feeding(name(), work.limits().topK(), work.device().batchPictures());
    List<DeviceClassifier.Asked> asked = new ArrayList<>();
    for (ClassifySplit.SentModel model : work.models()) {
      ExecutorModels.Lease lease =
          counted(
              ExecutorModels.shared()
                  .leaseDevice(model.key(session) + " " + feeding, () -> open(model, feeding)));
      asked.add(new DeviceClassifier.Asked(lease.device(), Presets.byName(model.rows().preset())));
    }
    return resources.own(
        new QueuedClassifier(
            new DeviceClassifier(asked, work.limits().image(), task::isInterrupted),
            task,
            2 * feeding.batchPictures()));
  }

  private DeviceModel open(ClassifySplit.SentModel model, DeviceModel.Feeding feeding) {
    long start = System.nanoTime();
    DeviceModel opened =
        DeviceModel.open(
            model.network().value(), session.in(model.precision()), feeding, LostDevice::end);
    opening = opening.plus(DeviceTimes.opening(System.nanoTime() - start));
    return opened;
  }

  private ExecutorModels.Lease counted(ExecutorModels.Lease lease) {
    loads += lease.loaded() ? 1 : 0;
    return resources.own(lease);
  }

  private String name() {
    return device.device() instanceof Device.Gpu gpu ? "gpu" + gpu.index() : "cpu";
  }
}

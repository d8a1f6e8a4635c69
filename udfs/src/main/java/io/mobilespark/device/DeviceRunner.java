// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import io.mobilespark.tensorflow.DeviceLost;
import io.mobilespark.tensorflow.DeviceOutOfMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs batch after batch on an input of its own until the batcher closes. */
final class DeviceRunner<S, R> implements Runnable {
  private final DeviceBatcher<S, R> batcher;
  private @Nullable DeviceInput<S, R> input;
  private int inputPictures;

  DeviceRunner(DeviceBatcher<S, R> batcher) {
    this.batcher = batcher;
  }

  @Override
  public void run() {
    try {
      for (List<DevicePicture<S, R>> batch = batcher.take();
          !batch.isEmpty();
          batch = batcher.take()) {
        compute(batch);
        batcher.finished();
      }
    } catch (InterruptedException e) {
      // Nobody should; but tasks may not wait for a thread that has ended.
      Thread.currentThread().interrupt();
      batcher.end(e);
    } finally {
      release();
    }
  }

  /** In as many parts as the device's memory demands. */
  private void compute(List<DevicePicture<S, R>> batch) {
    Deque<List<DevicePicture<S, R>>> parts = new ArrayDeque<>(List.of(batch));
    while (!parts.isEmpty()) {
      List<DevicePicture<S, R>> part = parts.remove();
      int most = batcher.batchPictures();
      if (part.size() > most) {
        parts.addFirst(part.subList(most, part.size()));
        parts.addFirst(part.subList(0, most));
      } else if (!computed(part, most)) {
        parts.addFirst(part);
      }
    }
  }

  /** False when the part has to be cut and tried again. */
  private boolean computed(List<DevicePicture<S, R>> part, int most) {
    try {
      batcher.done(part, rows(part, most));
    } catch (DeviceOutOfMemory e) {
      return !halved(part, e);
    } catch (DeviceLost e) {
      batcher.lost(e);
    } catch (Throwable e) {
      // Errors too: the tasks would wait for ever, and the next batch may well succeed.
      batcher.failed(part, e);
    }
    return true;
  }

  private boolean halved(List<DevicePicture<S, R>> part, DeviceOutOfMemory cause) {
    try {
      batcher.halve(part, cause);
      return true;
    } catch (DeviceOutOfMemory e) {
      batcher.failed(part, e);
      return false;
    }
  }

  private List<R> rows(List<DevicePicture<S, R>> part, int most) {
    DeviceInput<S, R> batch = input(most);
    for (int place = 0; place < part.size(); place++) {
      batch.write(place, part.get(place).samples());
    }
    List<R> rows = batch.run(part.size());
    if (rows.size() != part.size()) {
      throw new IllegalStateException(
          "A batch of " + part.size() + " pictures gave " + rows.size() + " rows");
    }
    return rows;
  }

  /** A smaller one, once batches have been halved: what is run is then the whole input. */
  private DeviceInput<S, R> input(int pictures) {
    DeviceInput<S, R> present = input;
    if (present != null && inputPictures == pictures) {
      return present;
    }
    release();
    DeviceInput<S, R> opened = batcher.network().newInput(pictures);
    input = opened;
    inputPictures = pictures;
    return opened;
  }

  private void release() {
    DeviceInput<S, R> present = input;
    input = null;
    if (present != null) {
      present.close();
    }
  }
}

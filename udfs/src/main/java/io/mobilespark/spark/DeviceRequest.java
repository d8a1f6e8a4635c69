// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.io.Serializable;

/**
 * Where networks are asked to compute.
 *
 * @param kind what is asked for
 * @param index the GPU's number from 0; -1 for the one that Spark assigns
 */
public record DeviceRequest(Kind kind, int index) implements Serializable {
  /** A GPU where there is one. */
  public static final DeviceRequest AUTO = new DeviceRequest(Kind.AUTO, -1);

  /** What is asked for. */
  public enum Kind {
    /** A GPU where one can be had, and the CPU otherwise. */
    AUTO,
    /** The CPU. */
    CPU,
    /** A GPU or a failure. */
    GPU
  }

  /**
   * Reads {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static DeviceRequest parse(String text) {
    if (text.matches("gpu:\\d{1,4}")) {
      return new DeviceRequest(Kind.GPU, Integer.parseInt(text.substring(4)));
    }
    return switch (text) {
      case "auto" -> AUTO;
      case "cpu" -> new DeviceRequest(Kind.CPU, -1);
      case "gpu" -> new DeviceRequest(Kind.GPU, -1);
      default ->
          throw new IllegalArgumentException(
              "A device is auto, cpu, gpu or gpu:N, not '" + text + "'");
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case AUTO -> "auto";
      case CPU -> "cpu";
      case GPU -> index < 0 ? "gpu" : "gpu:" + index;
    };
  }
}

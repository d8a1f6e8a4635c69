// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import org.tensorflow.TensorFlow;

/**
 * TensorFlow's native library, loaded once per JVM. Every class of this package that touches native
 * code goes through {@link #load()} first, so that JavaCPP is set up before its classes are
 * initialised.
 */
public final class TensorFlowLibrary {
  private TensorFlowLibrary() {}

  /**
   * Loads the library, unpacking it to JavaCPP's cache on the first start of a machine.
   *
   * @throws MobileSparkException when it is missing from the class path or does not fit the machine
   */
  public static void load() {
    Loaded.check();
  }

  /** TensorFlow's version, such as {@code 2.18.0}. */
  public static String version() {
    load();
    return TensorFlow.version();
  }

  private static final class Loaded {
    private static final String FAILURE = attempt();

    private Loaded() {}

    private static void check() {
      if (!FAILURE.isEmpty()) {
        throw new MobileSparkException(FAILURE);
      }
    }

    private static String attempt() {
      // JavaCPP counts the resident memory of the whole process against a limit of its own and
      // fails allocations past it: in an executor the memory is bounded by batches and overhead.
      setUnlessGiven("org.bytedeco.javacpp.maxphysicalbytes", "0");
      setUnlessGiven("org.bytedeco.javacpp.maxbytes", "0");
      try {
        if (TensorFlow.version().isEmpty()) {
          return "TensorFlow reports no version";
        }
        NativeMessages.read();
        return "";
      } catch (LinkageError e) {
        return "TensorFlow's native library cannot be loaded on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": "
            + rootMessage(e);
      }
    }

    private static void setUnlessGiven(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }

    private static String rootMessage(Throwable failure) {
      Throwable cause = failure;
      while (cause.getCause() != null && cause.getCause() != cause) {
        cause = cause.getCause();
      }
      return String.valueOf(cause.getMessage());
    }
  }
}

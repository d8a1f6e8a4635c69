// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.tensorflow.TensorFlowLibrary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The versions of what a run was made with. */
public final class Versions {
  private Versions() {}

  /** MobileSpark, Spark, TensorFlow and Java, in this order. */
  public static Map<String, String> all(String spark) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("mobilespark", mobileSpark());
    versions.put("spark", spark);
    versions.put("tensorflow", TensorFlowLibrary.version());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  /** From the jar's manifest; classes that lie in no jar are a development build. */
  public static String mobileSpark() {
    return Objects.requireNonNullElse(
        Versions.class.getPackage().getImplementationVersion(), "development");
  }
}

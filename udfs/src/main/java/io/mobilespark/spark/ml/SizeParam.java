// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import io.mobilespark.identity.InputSize;
import org.apache.spark.ml.param.Param;

/** A param that holds an {@link InputSize} as text; read from numbers too, as it was once saved. */
final class SizeParam extends Param<String> {
  private static final long serialVersionUID = 1L;

  SizeParam(String parent, String name, String doc) {
    super(parent, name, doc, String.class);
  }

  @Override
  public void validate(String value) {
    InputSize.parse(value);
  }

  @Override
  public String jsonDecode(String json) {
    return json.startsWith("\"") ? super.jsonDecode(json) : json;
  }
}

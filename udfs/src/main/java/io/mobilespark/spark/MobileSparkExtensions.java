// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.spark.sql.Functions;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * {@code spark.sql.extensions=io.mobilespark.spark.MobileSparkExtensions} adds {@code
 * mobilenet_classify}, {@code mobilenet_embed} and {@code image_info} to a session.
 */
public final class MobileSparkExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    SparkRelease.check();
    QuietCredentials.here();
    LeanStorage.here();
    Functions.inject(extensions);
    return BoxedUnit.UNIT;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Product;

/**
 * What Scala makes of a case class: a node of Catalyst's trees is known by what it is made of.
 * Catalyst compares, hashes and copies nodes by that. An interface, as nodes of the three kinds of
 * trees have a class above them already.
 */
interface CatalystNode extends Product {
  /** What its constructor takes, in that order. */
  List<Object> parts();

  @Override
  default int productArity() {
    return parts().size();
  }

  @Override
  default Object productElement(int index) {
    return parts().get(index);
  }

  @Override
  default boolean canEqual(Object other) {
    return getClass().isInstance(other);
  }

  /** For {@link Object#equals}, which an interface cannot give. */
  default boolean isMadeLike(@Nullable Object other) {
    return other instanceof CatalystNode node
        && getClass() == node.getClass()
        && parts().equals(node.parts());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.List;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Lists between the two languages. */
final class Scala {
  private Scala() {}

  static <T> Seq<T> seq(List<? extends T> list) {
    List<T> copy = List.copyOf(list);
    return CollectionConverters.asScala(copy).toSeq();
  }

  static <T> IndexedSeq<T> indexed(List<? extends T> list) {
    List<T> copy = List.copyOf(list);
    return CollectionConverters.asScala(copy).toIndexedSeq();
  }

  static <T> List<T> list(scala.collection.Iterable<T> sequence) {
    return List.copyOf(CollectionConverters.asJavaCollection(sequence));
  }
}

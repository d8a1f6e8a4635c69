// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate$;
import org.apache.spark.sql.catalyst.types.DataTypeUtils$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Conditions on what is known of a picture before it is read, evaluated by Spark's own rules.
 *
 * @param conditions all of which have to hold
 */
record PictureFilters(List<Expression> conditions) implements Serializable {
  static final PictureFilters NONE = new PictureFilters(List.of());

  PictureFilters {
    conditions = List.copyOf(conditions);
  }

  /** Whether a condition asks for nothing else. */
  static boolean takes(Expression condition) {
    return condition.deterministic()
        && condition.resolved()
        && names(condition).stream().allMatch(PictureColumns.LISTED::contains);
  }

  /** Whether any condition needs a column. */
  boolean needs(String column) {
    return conditions.stream().anyMatch(each -> names(each).contains(column));
  }

  /** Conditions that do not need a column. */
  PictureFilters without(String column) {
    return new PictureFilters(
        conditions.stream().filter(each -> !names(each).contains(column)).toList());
  }

  /** What they say of rows of all columns of a picture; for one thread. */
  Predicate<InternalRow> predicate() {
    List<BasePredicate> all = new ArrayList<>();
    for (Expression condition : conditions) {
      all.add(Predicate$.MODULE$.create(condition, attributes(condition)));
    }
    return row -> all.stream().allMatch(each -> each.eval(row));
  }

  boolean isEmpty() {
    return conditions.isEmpty();
  }

  /** For plans. */
  String text() {
    return conditions.stream().map(Expression::sql).collect(Collectors.joining(", ", "[", "]"));
  }

  private static List<Attribute> references(Expression condition) {
    return List.copyOf(CollectionConverters.asJava(condition.references().toSeq()));
  }

  private static List<String> names(Expression condition) {
    return references(condition).stream().map(Attribute::name).toList();
  }

  /** The columns of a picture, with the condition's own references in their places. */
  private static scala.collection.immutable.Seq<Attribute> attributes(Expression condition) {
    List<Attribute> all = new ArrayList<>();
    List<Attribute> own = references(condition);
    for (Attribute column :
        CollectionConverters.asJava(
            DataTypeUtils$.MODULE$.toAttributes(PictureColumns.SCHEMA))) {
      all.add(
          own.stream()
              .filter(each -> each.name().equals(column.name()))
              .findFirst()
              .orElse(column));
    }
    return CollectionConverters.asScala(all).toSeq();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.MobileSparkException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.AbstractFunction1;

/** From a call's arguments to its expression: takes the settings as they are at that moment. */
final class CallBuilder extends AbstractFunction1<Seq<Expression>, Expression> {
  private final CallKind kind;

  CallBuilder(CallKind kind) {
    this.kind = kind;
  }

  @Override
  public Expression apply(Seq<Expression> arguments) {
    return called(
        kind.function(),
        arguments,
        options ->
            new MobileNetCall(
                kind,
                content(arguments.apply(0)),
                CallSettings.of(options, CallBuilder::ofSession)));
  }

  /** Of {@code image_info}, which needs no network. */
  static Expression imageInfo(Seq<Expression> arguments) {
    return called(
        ImageInfo.FUNCTION,
        arguments,
        options ->
            new ImageInfo(
                content(arguments.apply(0)),
                CallSettings.limits(options, CallBuilder::ofSession)));
  }

  private static Expression called(
      String function,
      Seq<Expression> arguments,
      Function<Map<String, String>, Expression> expression) {
    try {
      if (arguments.length() < 1 || arguments.length() > 2) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "takes the content and, if need be, a map of options; found %d arguments",
                arguments.length()));
      }
      return expression.apply(
          arguments.length() == 2 ? options(arguments.apply(1)) : Map.of());
    } catch (MobileSparkException | IllegalArgumentException e) {
      throw refused(function + ": " + e.getMessage());
    }
  }

  /** What Spark's shells and its Python side show as one line. */
  private static RuntimeException refused(String message) {
    throw CallBuilder.<RuntimeException>unchecked(
        new AnalysisException(
            message,
            Option.empty(),
            Option.empty(),
            Option.empty(),
            // The condition whose text is the message alone; Python asks for one.
            Option.apply("_LEGACY_ERROR_TEMP_2273"),
            Map$.MODULE$.from(CollectionConverters.asScala(Map.of("message", message))),
            new QueryContext[0]));
  }

  /** Spark's functions declare no exceptions, and throw checked ones of Scala all the same. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static Expression content(Expression argument) {
    return argument.resolved() && argument.dataType() instanceof NullType
        ? Literal.create(null, DataTypes.BinaryType)
        : argument;
  }

  private static Optional<String> ofSession(String key) {
    // Not SQLConf.get(): while Spark resolves a view, that is the view's and lacks these keys.
    Option<SparkSession> session = SparkSession.getActiveSession();
    return session.isDefined()
        ? OptionConverters.toJava(session.get().conf().getOption(key))
        : Optional.ofNullable(SQLConf.get().getConfString(key, null));
  }

  private static Map<String, String> options(Expression argument) {
    boolean map =
        argument.foldable()
            && argument.dataType() instanceof MapType type
            && type.keyType() instanceof StringType
            && type.valueType() instanceof StringType;
    Object value = map ? argument.eval(null) : null;
    if (!(value instanceof MapData data)) {
      throw new MobileSparkException(
          "options are a map of strings known before the query runs, such as map('top_k', '3');"
              + " found "
              + argument.sql());
    }
    Map<String, String> options = new TreeMap<>();
    List<Object> keys = List.of(data.keyArray().toObjectArray(DataTypes.StringType));
    Object[] values = data.valueArray().toObjectArray(DataTypes.StringType);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw new MobileSparkException(
            String.format(Locale.ROOT, "the option '%s' has no value", keys.get(i)));
      }
      options.put(keys.get(i).toString(), values[i].toString());
    }
    return options;
  }
}

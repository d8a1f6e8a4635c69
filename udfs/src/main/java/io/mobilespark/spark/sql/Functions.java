// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;

/** What the project adds to a session. */
public final class Functions {
  private Functions() {}

  /** Adds the functions, the rule and the strategy that make them run. */
  public static void inject(SparkSessionExtensions extensions) {
    inject(
        extensions,
        CallKind.CLASSIFY.function(),
        "_FUNC_(content[, options]) - Ranked classes of an encoded picture by a MobileNet, or the"
            + " reason why there are none. Options go before the session's settings: "
            + Setting.keys(),
        new CallBuilder(CallKind.CLASSIFY));
    inject(
        extensions,
        CallKind.EMBED.function(),
        "_FUNC_(content[, options]) - Pooled features of an encoded picture by a MobileNet, null"
            + " where it cannot be read. Options go before the session's settings: "
            + Setting.keys(),
        new CallBuilder(CallKind.EMBED));
    inject(
        extensions,
        ImageInfo.FUNCTION,
        "_FUNC_(content[, options]) - Format, width, height, channels and EXIF orientation of an"
            + " encoded picture by its header, or the reason why it cannot be read. Options go"
            + " before the session's settings: "
            + Setting.keys(Setting.LIMITS),
        CallBuilder::imageInfo);
    extensions.injectPreCBORule(session -> new ExtractCalls());
    extensions.injectPlannerStrategy(session -> new EvalStrategy());
  }

  private static void inject(
      SparkSessionExtensions extensions,
      String name,
      String usage,
      Function1<Seq<Expression>, Expression> builder) {
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(name),
            new ExpressionInfo(
                Functions.class.getName(), "", name, usage, "", "", "", "", "0.1.0", "", ""),
            builder));
  }
}

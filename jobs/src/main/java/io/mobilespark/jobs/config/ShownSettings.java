// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which settings of Spark and Hadoop may be written with their values, wherever a run writes: its
 * manifest and messages, and Spark's event log, pages and plans. Of all others only the names are.
 */
public final class ShownSettings {
  /** In place of a value. */
  public static final String HIDDEN = "(hidden)";

  /** Of file systems, below {@code fs.}: nothing that opens a store. */
  private static final String STORAGE =
      "(?:defaultFS|[a-z0-9]+[.]impl(?:[.]disable[.]cache)?|s3a[.](?:bucket[.][^.=]+[.])?(?:"
          + "attempts[.]maximum|audit[.]enabled|aws[.]credentials[.]provider|block[.]size|buffer[.]dir"
          + "|change[.]detection[.a-z]*|committer[.a-z-]*|connection[.a-z]*|create[.a-z]*"
          + "|endpoint(?:[.]region|[.]fips)?|experimental[.a-z]*|fast[.]upload[.a-z]*|input[.a-z]*"
          + "|list[.]version|max[.]total[.]tasks|multipart[.a-z]*|optimized[.a-z]*|paging[.]maximum"
          + "|path[.]style[.]access|performance[.a-z]*|prefetch[.a-z]*|readahead[.]range"
          + "|requester[.]pays[.]enabled|retry[.a-z]*|threads[.a-z]*|vectored[.a-z]*))";

  /** Of Spark's own: how much runs where. */
  private static final String SPARK =
      "master|app[.]name|submit[.]deployMode|cores[.]max|default[.]parallelism|plugins|local[.]dir"
          + "|(?:driver|executor)[.](?:cores|instances|memory|memoryOverhead|heartbeatInterval"
          + "|resource[.a-zA-Z]*)"
          + "|(?:task|speculation|locality|dynamicAllocation|memory|shuffle|network|rpc|scheduler"
          + "|excludeOnFailure|eventLog|sql[.]files|sql[.]shuffle|sql[.]adaptive|sql[.]parquet)"
          + "(?:[.][a-zA-Z.]*)?"
          + "|ui[.](?:enabled|port|showConsoleProgress)|metrics[.]namespace";

  /**
   * For {@code spark.redaction.regex}, which Spark looks for in names and in values, a command line
   * among them: names of secrets, and everything of a file system that is not in the list.
   */
  public static final String REDACTION =
      "(?i)secret|passw|passphrase|token"
          + "|(?:access|account|private|encryption|api|shared|store|signing|sas)[._-]?key"
          + "|credentials?(?:=|$)|[.]auth(?:=|$)|[?&](?:sig|signature|x-amz-[a-z-]+)=|://[^/@ ]*:[^/@ ]*@|(?:^|hadoop[.])fs[.](?!"
          + STORAGE
          + "(?:=|$))";

  private static final Pattern SECRET = Pattern.compile(REDACTION);
  private static final Pattern SHOWN =
      Pattern.compile(
          "spark[.](?:" + SPARK + "|hadoop[.](?:mapreduce[.a-z.-]*|fs[.]" + STORAGE + "))");

  private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/@\\s]*:[^/@\\s]*(?=@)");
  private static final Pattern QUERY = Pattern.compile("(?<=://[^?\\s]{0,2000}[?])\\S*=\\S*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z]+([.][A-Za-z-]+)*");
  private static final String CONF = "--conf";

  /** Shorter ones, such as {@code true}, are words that stand in any message. */
  private static final int SHORTEST_SECRET = 6;

  private ShownSettings() {}

  /** Whether the value of a setting may be written. */
  public static boolean shows(String key) {
    return SHOWN.matcher(key).matches() && !SECRET.matcher(key).find();
  }

  /** Whether a text has a URI that holds somebody's name and password. */
  public static boolean hasLogin(String text) {
    return LOGIN.matcher(text).find();
  }

  /** A command line as it may be written. */
  public static List<String> arguments(List<String> given) {
    List<String> shown = new ArrayList<>();
    boolean setting = false;
    for (String argument : given) {
      if (setting) {
        shown.add(setting(argument));
      } else if (argument.startsWith(CONF + "=")) {
        shown.add(CONF + "=" + setting(argument.substring(CONF.length() + 1)));
      } else {
        shown.add(other(argument));
      }
      setting = argument.equals(CONF);
    }
    return shown;
  }

  /** A message as it may be written, whatever of a command line it repeats. */
  public static String message(String text, List<String> given) {
    String shown = text;
    for (String secret : secrets(given)) {
      shown = shown.replace(secret, HIDDEN);
    }
    return uri(shown);
  }

  private static Set<String> secrets(List<String> given) {
    Set<String> secrets = new HashSet<>();
    boolean setting = false;
    for (String argument : given) {
      boolean joined = argument.startsWith(CONF + "=");
      String text = joined ? argument.substring(CONF.length() + 1) : argument;
      int equals = text.indexOf('=');
      String key = text.substring(0, Math.max(0, equals));
      // One without a value is named, as long as it is a name.
      boolean hidden =
          (setting || joined)
              ? !shows(key) && !NAME.matcher(text).matches()
              : SECRET.matcher(key).find();
      if (hidden && text.length() - equals - 1 >= SHORTEST_SECRET) {
        secrets.add(text.substring(equals + 1));
      }
      setting = argument.equals(CONF);
    }
    return secrets;
  }

  private static String setting(String keyAndValue) {
    int equals = keyAndValue.indexOf('=');
    if (equals < 0) {
      return HIDDEN;
    }
    String key = keyAndValue.substring(0, equals);
    return shows(key) ? key + "=" + uri(keyAndValue.substring(equals + 1)) : key + "=" + HIDDEN;
  }

  /** An option of another name than those there are, or a setting where none belongs. */
  private static String other(String argument) {
    int equals = argument.indexOf('=');
    return equals > 0 && SECRET.matcher(argument.substring(0, equals)).find()
        ? argument.substring(0, equals + 1) + HIDDEN
        : uri(argument);
  }

  private static String uri(String text) {
    return QUERY.matcher(LOGIN.matcher(text).replaceAll(HIDDEN)).replaceAll(HIDDEN);
  }
}

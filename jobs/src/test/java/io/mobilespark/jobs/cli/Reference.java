// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.spark.sql.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code conf/reference.md}: what commands and SQL functions can be told, from their code. */
final class Reference {
  /** A description's last part, if it says the default. */
  private static final Pattern DEFAULT =
      Pattern.compile("(?:^|[;,] )[Dd]efault: (.*)$", Pattern.DOTALL);

  private static final String HEAD =
      """
      # Reference

      Written by `mvn -pl udfs,jobs test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false
      -Dmobilespark.reference=write` from the code; that test fails when this file lacks something.

      Every command takes `--help`, `--version` and `--stacktrace`.
      """;

  private static final String SQL =
      """

      ## SQL functions

      For `mobilenet_classify(content, options)` and `mobilenet_embed(content, options)`: the session's
      key, or without its beginning `%s` as a key of the options, which go first.

      | key | default | |
      |---|---|---|
      """;

  private Reference() {}

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    Main.commandLine().getSubcommands().values().forEach(each -> command(each, text));
    text.append(String.format(Locale.ROOT, SQL, Setting.PREFIX));
    for (Setting setting : Setting.values()) {
      row(text, code(setting.sessionKey()), code(setting.defaultValue()), setting.meaning());
    }
    return text.toString();
  }

  private static void command(CommandLine command, StringBuilder text) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT, "%n## %s%n%n", spec.qualifiedName().replaceFirst("^mobilespark ", "")));
    text.append(String.join(" ", spec.usageMessage().description())).append(".\n");
    List<ArgSpec> arguments = new ArrayList<>(spec.positionalParameters());
    spec.options().stream()
        .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
        .forEach(arguments::add);
    arguments.removeIf(ArgSpec::hidden);
    if (!arguments.isEmpty()) {
      text.append("\n| option | default | |\n|---|---|---|\n");
      arguments.forEach(each -> argument(each, text));
    }
    command.getSubcommands().values().forEach(each -> command(each, text));
  }

  private static void argument(ArgSpec argument, StringBuilder text) {
    String name =
        argument instanceof OptionSpec option
            ? String.join(", ", option.names()) + " " + value(option)
            : ((PositionalParamSpec) argument).paramLabel();
    String description = String.join(" ", argument.description()).replace("%%", "%");
    String byDefault = need(argument);
    Matcher said = DEFAULT.matcher(description);
    if (said.find()) {
      byDefault =
          argument.typeInfo().isEnum() ? said.group(1).toLowerCase(Locale.ROOT) : said.group(1);
      description = description.substring(0, said.start());
    }
    row(text, code(name.strip()), byDefault, description);
  }

  private static String need(ArgSpec argument) {
    if (!argument.required() || argument.arity().max() == 0) {
      return "";
    }
    for (ArgGroupSpec group = argument.group(); group != null; group = group.parentGroup()) {
      if (group.exclusive()) {
        return "needed, or what excludes it";
      }
    }
    return "needed";
  }

  private static String value(OptionSpec option) {
    return option.arity().max() == 0
        ? ""
        : option.paramLabel().replace("%%", "%") + (option.arity().max() > 1 ? "…" : "");
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ")
        .append(
            List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }
}

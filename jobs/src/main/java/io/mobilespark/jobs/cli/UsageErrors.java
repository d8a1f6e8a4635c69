// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Which of several mistakes in a command line is told, and how. */
final class UsageErrors {
  /** Any of them says where pictures come from. */
  private static final List<String> SOURCES = List.of("--input", "--manifest", "--table");

  private UsageErrors() {}

  /**
   * What to tell of: an option that there is not goes before one that is missing, which it may be,
   * misspelt; and all that are missing are named at once.
   */
  static ParameterException first(ParameterException e) {
    if (!(e instanceof MissingParameterException)) {
      return e;
    }
    CommandLine command = e.getCommandLine();
    List<String> unknown = command.getUnmatchedArguments();
    if (!unknown.isEmpty()) {
      return new UnmatchedArgumentException(command, unknown);
    }
    List<String> missing = missing(command);
    return missing.isEmpty()
        ? e
        : new ParameterException(
            command,
            (missing.size() == 1 ? "Missing required option: " : "Missing required options: ")
                + String.join(", ", missing));
  }

  private static List<String> missing(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<String> missing = new ArrayList<>();
    if (SOURCES.stream().allMatch(name -> spec.findOption(name) != null)
        && SOURCES.stream().noneMatch(name -> isGiven(command, name))) {
      missing.add("one of " + String.join(", ", SOURCES));
    }
    spec.argGroups().stream()
        .filter(group -> group.multiplicity().min() > 0)
        .flatMap(group -> missing(group, command))
        .forEach(missing::add);
    missing(spec.options().stream().filter(option -> option.group() == null), command)
        .forEach(missing::add);
    return missing;
  }

  private static Stream<String> missing(ArgGroupSpec group, CommandLine command) {
    if (!group.exclusive()) {
      return Stream.concat(
          missing(group.options().stream(), command),
          group.subgroups().stream()
              .filter(part -> part.multiplicity().min() > 0)
              .flatMap(part -> missing(part, command)));
    }
    if (isGiven(command, group)) {
      return group.subgroups().stream()
          .filter(part -> isGiven(command, part))
          .flatMap(part -> missing(part, command));
    }
    return Stream.of(
        "one of "
            + Stream.concat(
                    group.options().stream(),
                    group.subgroups().stream().flatMap(part -> part.options().stream().limit(1)))
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(", ")));
  }

  private static Stream<String> missing(Stream<OptionSpec> options, CommandLine command) {
    return options
        .filter(ArgSpec::required)
        .filter(option -> !isGiven(command, option.longestName()))
        .map(option -> "'" + option.longestName() + "=" + option.paramLabel() + "'");
  }

  private static boolean isGiven(CommandLine command, ArgGroupSpec group) {
    return group.allOptionsNested().stream()
        .anyMatch(option -> isGiven(command, option.longestName()));
  }

  private static boolean isGiven(CommandLine command, String name) {
    return command.getParseResult() != null && command.getParseResult().hasMatchedOption(name);
  }
}

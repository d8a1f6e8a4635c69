// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import io.mobilespark.jobs.config.ShownSettings;
import io.mobilespark.jobs.run.Versions;
import io.mobilespark.jobs.signal.Interruption;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * MobileSpark's command line, one command per job. Exit codes: 0 done, 1 failed, 2 the command line
 * itself is wrong, 130 interrupted by Ctrl-C, 143 by SIGTERM. A failure is one line; {@code
 * --stacktrace} shows where it came from.
 */
@Command(
    name = "mobilespark",
    description = "Distributed MobileNet inference on Apache Spark",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      BenchmarkCommand.class,
      CompareCommand.class,
      CompletionCommand.class,
      DemoCommand.class,
      EmbedCommand.class,
      EvaluateCommand.class,
      GenerateCommand.class,
      LabelCommand.class,
      ModelsCommand.class,
      PackCommand.class,
      PreprocessCommand.class,
      SizingCommand.class,
      TableCommand.class,
      TrainCommand.class
    })
public final class Main {
  /** {@code s3a://KEY:SECRET@bucket}, as S3A once took it: there may be a slash in a secret. */
  private static final Pattern KEY = Pattern.compile("s3[an]?://[^/@:]*(?::[^@]*)?@");

  private final List<String> arguments;

  @Option(
      names = "--stacktrace",
      description = "Show where a failure came from",
      scope = ScopeType.INHERIT)
  private boolean stacktrace;

  private Main(List<String> arguments) {
    this.arguments = arguments;
  }

  /** Runs a command and ends the JVM with its exit code, or with a signal's. */
  public static void main(String[] args) {
    Interruption.here().handle(Main::interrupted);
    int exitCode = run(args);
    Interruption.here().commandEnded();
    System.exit(exitCode);
  }

  /** Runs a command and returns its exit code. */
  public static int run(String... args) {
    if (Stream.of(args).anyMatch(Main::hasLogin)) {
      // What is wrong is not repeated, and nothing else gets to see it.
      error("A URI holds no credentials: S3A's provider chain does, see conf/s3.properties");
      return CommandLine.ExitCode.USAGE;
    }
    Main main = new Main(List.of(args));
    return commandLine(main)
        .setParameterExceptionHandler(Main::usage)
        .setExecutionExceptionHandler(main::failed)
        .setExecutionStrategy(Main::begin)
        .execute(ModelArguments.weightsFirst(args));
  }

  private static int begin(ParseResult arguments) {
    CommandLine last = arguments.asCommandLineList().get(arguments.asCommandLineList().size() - 1);
    Interruption.here().begins(last.getCommandSpec().findOption("--resume") != null);
    try {
      return new CommandLine.RunLast().execute(arguments);
    } catch (FSError e) {
      // What Hadoop makes of a local disk that is full or fails is no exception.
      throw new CommandLine.ExecutionException(
          last,
          "a local disk",
          new MobileSparkException("A local disk cannot be written: " + e.getMessage(), e));
    }
  }

  private static boolean hasLogin(String argument) {
    return ShownSettings.hasLogin(argument) || KEY.matcher(argument).find();
  }

  /** What the command line of a command is, in the order that it was given. */
  static List<String> arguments(CommandSpec command) {
    return ((Main) command.root().userObject()).arguments;
  }

  /** All commands, to be described. */
  static CommandLine commandLine() {
    return commandLine(new Main(List.of()));
  }

  private static CommandLine commandLine(Main main) {
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // What a file holds would be seen by nothing that looks for logins and hides secrets.
        .setExpandAtFiles(false);
  }

  private static int usage(ParameterException thrown, String[] args) {
    ParameterException e = UsageErrors.first(thrown);
    CommandLine command = e.getCommandLine();
    // The option itself may stand behind what was not understood.
    if (List.of(args).contains("--stacktrace")) {
      trace(e, List.of(args), command);
    }
    error(
        ShownSettings.message(
            String.format(
                Locale.ROOT,
                "%s; %ssee %s --help",
                String.join(" ", String.valueOf(e.getMessage()).lines().toList()),
                suggestion(e),
                command.getCommandSpec().qualifiedName()),
            List.of(args)));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static void trace(Exception e, List<String> arguments, CommandLine command) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    command.getErr().print(ShownSettings.message(trace.toString(), arguments));
    command.getErr().flush();
  }

  private static String suggestion(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "? "
        : "";
  }

  private int failed(Exception e, CommandLine command, ParseResult arguments) {
    if (Interruption.here().requested()) {
      // Its own line says so, once everything has been given back.
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    if (stacktrace) {
      trace(e, this.arguments, command);
    }
    if (setting(e)) {
      error(
          ShownSettings.message(
              String.format(
                  Locale.ROOT,
                  "%s; see %s --help",
                  told(e),
                  command.getCommandSpec().qualifiedName()),
              this.arguments));
      return command.getCommandSpec().exitCodeOnInvalidInput();
    }
    error(ShownSettings.message(told(e), this.arguments));
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** Whether a setting is wrong, as only the files that it is about could show. */
  private static boolean setting(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MobileSparkException) {
        return cause instanceof SettingException;
      }
    }
    return false;
  }

  /** What to tell of a failure: the project's own words where there are any among its causes. */
  private static String told(Throwable failure) {
    Throwable first = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MobileSparkException) {
        return firstLine(String.valueOf(cause.getMessage()));
      }
      first = cause;
    }
    String what = firstLine(failure.toString());
    // Spark says of a task that it failed, and why far below.
    String why = firstLine(first.getMessage() == null ? first.toString() : first.getMessage());
    return what.contains(why) ? what : what + ": " + why;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("failed");
  }

  private static void interrupted(String line) {
    if (Terminal.isPresent()) {
      // Behind the terminal's ^C, or a line of progress.
      System.err.println();
    }
    error(line);
  }

  private static void error(String line) {
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    err.println("mobilespark: " + line);
  }

  /** The version from the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"MobileSpark " + Versions.mobileSpark()};
    }
  }
}

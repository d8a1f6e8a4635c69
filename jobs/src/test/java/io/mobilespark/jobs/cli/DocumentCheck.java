// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.spark.sql.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What a page of the documents says that is not so: dead links, commands that nobody takes. */
final class DocumentCheck {
  private static final String LAUNCHER = "jobs/mobilespark";
  private static final String LEFT_OUT = "…";
  private static final Pattern MESSAGE = Pattern.compile("^\\| `([^`]+)` \\|");

  /** Options of other programs that the pages name. */
  private static final Set<String> OTHERS =
      Set.of(
          "--add-opens",
          "--class",
          "--deploy-mode",
          "--driver-class-path",
          "--driver-memory",
          "--executor-cores",
          "--files",
          "--jars",
          "--packages",
          "--properties-file",
          "--py-files",
          "--rounds",
          "--tolerance",
          "--write");

  /** Keys that are no settings of SQL functions. */
  private static final Set<String> OTHER_KEYS = Set.of(Setting.PREFIX, Setting.PREFIX + "*");

  private final Path root;
  private final Set<String> options = new TreeSet<>(OTHERS);
  private final Set<String> commands = Main.commandLine().getSubcommands().keySet();

  DocumentCheck(Path root) {
    this.root = root;
    collectOptions(Main.commandLine());
  }

  private void collectOptions(CommandLine command) {
    command.getCommandSpec().options().forEach(option -> options.addAll(List.of(option.names())));
    command.getSubcommands().values().forEach(this::collectOptions);
  }

  /** Links to files and headings that are not there. Those to other sites are not followed. */
  List<String> deadLinks(Document document) {
    return document.links().stream()
        .filter(link -> !link.matches("[a-z]+:.*"))
        .filter(link -> !leads(document, link))
        .map(link -> document.file() + " links to " + link)
        .toList();
  }

  private boolean leads(Document document, String link) {
    String[] parts = link.split("#", 2);
    if (parts[0].isEmpty()) {
      return parts.length == 2 && document.anchors().contains(parts[1]);
    }
    Path target = document.file().resolveSibling(parts[0]).normalize();
    if (!isThere(target)) {
      return false;
    }
    return parts.length == 1 || Document.read(target).anchors().contains(parts[1]);
  }

  /** Within the repository, with these very letters. */
  private boolean isThere(Path target) {
    try {
      Path real = target.toRealPath();
      return real.startsWith(root.toRealPath())
          && real.endsWith(target.toAbsolutePath().normalize().getFileName());
    } catch (IOException e) {
      return false;
    }
  }

  /** Pages that no way of links leads to from a first one. */
  static List<Path> unreachable(Document first, List<Document> all) {
    Set<Path> seen = new TreeSet<>();
    List<Document> open = new ArrayList<>(List.of(first));
    while (!open.isEmpty()) {
      Document next = open.remove(open.size() - 1);
      if (!seen.add(next.file().normalize())) {
        continue;
      }
      for (String link : next.links()) {
        Path target = next.file().resolveSibling(link.replaceFirst("#.*", "")).normalize();
        all.stream().filter(each -> each.file().normalize().equals(target)).forEach(open::add);
      }
    }
    return all.stream()
        .map(each -> each.file().normalize())
        .filter(p -> !seen.contains(p))
        .toList();
  }

  /** Commands of MobileSpark, whole or in part, that its command line does not take. */
  List<String> wrongCommands(Document document) {
    Stream<List<String>> whole =
        document.blocks().stream().flatMap(block -> ShellText.commands(block).stream());
    Stream<List<String>> parts =
        document.spans().stream()
            .filter(this::isCommand)
            .flatMap(span -> ShellText.commands(span).stream())
            .map(this::inPart);
    return Stream.concat(whole, parts)
        .flatMap(command -> errors(arguments(command)).stream())
        .map(error -> document.file() + ": " + error)
        .toList();
  }

  private boolean isCommand(String span) {
    String[] words = span.split("\\s+", 2);
    return words.length == 2 && (words[0].equals(LAUNCHER) || commands.contains(words[0]));
  }

  /** A command within a line says what it is about, and not all that it needs. */
  private List<String> inPart(List<String> command) {
    List<String> marked = new ArrayList<>(command);
    if (commands.contains(command.get(0))) {
      marked.add(0, LAUNCHER);
    }
    marked.add(LEFT_OUT);
    return marked;
  }

  /** What MobileSpark gets of a command; nothing of others. */
  private static List<String> arguments(List<String> command) {
    String program = command.get(0);
    if (program.endsWith(LAUNCHER)) {
      return command.subList(1, command.size());
    }
    for (int i = 0; i < command.size(); i++) {
      if (program.endsWith("spark-submit") && command.get(i).endsWith("mobilespark-all.jar")) {
        return command.subList(i + 1, command.size());
      }
    }
    return List.of();
  }

  private static List<String> errors(List<String> arguments) {
    List<String> given = arguments.stream().filter(word -> !word.equals(LEFT_OUT)).toList();
    if (given.isEmpty()) {
      return List.of();
    }
    CommandLine line = Main.commandLine();
    collectErrors(line);
    ParseResult parsed = line.parseArgs(given.toArray(String[]::new));
    List<String> errors = new ArrayList<>();
    for (CommandLine command : parsed.asCommandLineList()) {
      ParseResult result = command.getParseResult();
      result.errors().stream()
          .filter(e -> !(e instanceof MissingParameterException && given.size() < arguments.size()))
          .map(e -> String.valueOf(e.getMessage()))
          .forEach(errors::add);
      result.matchedOptions().stream().flatMap(DocumentCheck::strangers).forEach(errors::add);
    }
    return errors.stream().map(error -> String.join(" ", given) + ": " + error).toList();
  }

  private static void collectErrors(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
    command.getSubcommands().values().forEach(DocumentCheck::collectErrors);
  }

  private static Stream<String> strangers(OptionSpec option) {
    Iterable<String> known = option.completionCandidates();
    if (known == null) {
      return Stream.empty();
    }
    Set<String> values =
        StreamSupport.stream(known.spliterator(), false).collect(Collectors.toSet());
    return option.originalStringValues().stream()
        .filter(value -> values.stream().noneMatch(value::equalsIgnoreCase))
        .map(value -> "no " + option.longestName() + " is called " + value);
  }

  /** Options, and settings of SQL functions, that nothing has. */
  List<String> unknownNames(Document document) {
    List<String> keys =
        Arrays.stream(Setting.values()).map(each -> Setting.PREFIX + each.key()).toList();
    return document.spans().stream()
        .map(span -> span.split("[\\s=]", 2)[0])
        .filter(
            name ->
                (name.startsWith("--") && !options.contains(name))
                    || (name.startsWith(Setting.PREFIX)
                        && !keys.contains(name)
                        && !OTHER_KEYS.contains(name)))
        .map(name -> document.file() + " names " + name)
        .toList();
  }

  /**
   * Messages of a page's tables that no source has, gaps apart.
   *
   * @param heading begins the part that has them
   */
  List<String> unknownMessages(Path page, String heading) throws IOException {
    String program = program();
    List<String> unknown = new ArrayList<>();
    int messages = 0;
    for (String line : Files.readString(page).split(heading, 2)[1].split("\n", -1)) {
      Matcher message = MESSAGE.matcher(line);
      if (message.find()) {
        messages++;
        if (!Arrays.stream(message.group(1).split(LEFT_OUT, -1)).allMatch(program::contains)) {
          unknown.add(message.group(1));
        }
      }
    }
    return messages == 0 ? List.of("no messages") : unknown;
  }

  /** The launcher and all sources, each literal in one piece. */
  private String program() throws IOException {
    StringBuilder text = new StringBuilder(Files.readString(root.resolve("jobs/mobilespark")));
    for (String module : List.of("udfs", "jobs")) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.toString().endsWith(".java")) {
            text.append(Files.readString(file));
          }
        }
      }
    }
    return text.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a shell's text as lists of words: continued lines are one, comments, assignments
 * before a command and redirections are left out. Knows quotes, and of the rest of the shell only
 * what parts commands.
 */
final class ShellText {
  private static final String PARTS = ";|&()\n";

  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private List<String> command = new ArrayList<>();
  private boolean inWord;
  private boolean redirected;
  private int at;

  private ShellText(String text) {
    this.text = text.replaceAll("\\\\\n", " ");
  }

  static List<List<String>> commands(String text) {
    return new ShellText(text).parted();
  }

  private List<List<String>> parted() {
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next == '\'' || next == '"') {
        quoted(next);
      } else if (next == '#' && !inWord) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (PARTS.indexOf(next) >= 0) {
        endCommand();
      } else if (next == '<' || next == '>') {
        endWord();
        redirected = true;
      } else if (Character.isWhitespace(next)) {
        endWord();
      } else {
        inWord = true;
        word.append(next);
      }
    }
    endCommand();
    return commands;
  }

  private void quoted(char quote) {
    int end = text.indexOf(quote, at);
    if (end < 0) {
      throw new IllegalArgumentException("an open " + quote + " in: " + text);
    }
    inWord = true;
    word.append(text, at, end);
    at = end + 1;
  }

  private void endWord() {
    if (!inWord) {
      return;
    }
    boolean assignment = command.isEmpty() && word.toString().matches("[A-Za-z_]\\w*=.*");
    if (!assignment && !redirected) {
      command.add(word.toString());
    }
    redirected = false;
    inWord = false;
    word.setLength(0);
  }

  private void endCommand() {
    endWord();
    redirected = false;
    if (!command.isEmpty()) {
      commands.add(command);
      command = new ArrayList<>();
    }
  }
}

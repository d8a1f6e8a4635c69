// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page of the documents.
 *
 * @param file where it lies
 * @param links where its links and pictures lead, as written
 * @param anchors of its headings
 * @param blocks its fenced blocks of no language or of the shell's
 * @param spans its code within lines
 */
record Document(
    Path file, List<String> links, Set<String> anchors, List<String> blocks, List<String> spans) {
  private static final Set<String> SHELL = Set.of("", "sh", "shell", "bash");

  /** All pages of the repository. */
  static List<Document> all(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !isForeign(root.relativize(file)))
          .sorted()
          .map(Document::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isForeign(Path file) {
    for (Path part : file) {
      if (part.endsWith("target") || part.endsWith(".git") || part.endsWith(".ipynb_checkpoints")) {
        return true;
      }
    }
    return false;
  }

  static Document read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document parse(Path file, String text) {
    Document document =
        new Document(
            file, new ArrayList<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
    Parser.builder().build().parse(text).accept(document.new Reader());
    return document;
  }

  /** Fills the lists. */
  private final class Reader extends AbstractVisitor {
    private final IdGenerator ids = IdGenerator.builder().build();

    @Override
    public void visit(Heading heading) {
      StringBuilder text = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text part) {
              text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
              text.append(part.getLiteral());
            }
          });
      anchors.add(ids.generateId(text.toString()));
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      links.add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(image.getDestination());
    }

    @Override
    public void visit(FencedCodeBlock block) {
      if (SHELL.contains(block.getInfo().strip())) {
        blocks.add(block.getLiteral());
      }
    }

    @Override
    public void visit(Code code) {
      spans.add(code.getLiteral());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import io.mobilespark.shards.ShardEntry.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a tar or zip that belong together as WebDataset has it: those in a row that share a
 * sample's name. A picture's label is in the {@code .cls} whose name begins its own, the longest of
 * these, or in a field of such a {@code .json}, or in such a {@code .txt}. Holds at most 16 files
 * and one member's bytes, the last file aside; of a larger sample the first files go without a
 * label that comes behind them.
 */
final class SampleParts {
  /** What may hold a label, the best first. */
  private static final List<String> LABELS = List.of("cls", "json", "txt");

  private static final int MAX_FILES = 16;

  /** A label in a field of a file of more than this is none. */
  private static final int MAX_JSON_BYTES = 1 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ShardLimits limits;
  private final ShardRules rules;
  private final String prefix;
  private final Optional<String> inner;
  private final List<Part> files = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();
  private final List<String> alone = new ArrayList<>();
  private long bytes;
  private String sample = "";
  private boolean hasPicture;

  /**
   * A group without files.
   *
   * @param prefix of names, where the tar lies in another one
   * @param inner the label of pictures that have no other
   */
  SampleParts(ShardLimits limits, ShardRules rules, String prefix, Optional<String> inner) {
    this.limits = limits;
    this.rules = rules;
    this.prefix = prefix;
    this.inner = inner;
  }

  /** A file of the tar or zip. */
  record Part(long offset, MemberName name, byte[] content) {}

  /** What a file says of those whose names begin as its own. */
  private record Label(String stem, int rank, String text) {
    boolean isOf(MemberName name) {
      String own = name.stem();
      return own.equals(stem) || own.startsWith(stem + ".");
    }
  }

  /** Whether a file may hold the label of pictures beside it. */
  boolean isLabel(MemberName name) {
    return LABELS.contains(name.extension())
        && (!name.extension().equals("json") || !rules.labelField().isEmpty());
  }

  /** A long text is no label, and a field of a long file is not looked for. */
  static boolean isSmall(MemberName name, long size, ShardLimits limits) {
    return switch (name.extension()) {
      case "json" -> size <= MAX_JSON_BYTES;
      case "txt" -> size <= limits.maxNameBytes();
      default -> size <= limits.maxMemberBytes();
    };
  }

  /** Whether a file is no member where it stands beside a picture. */
  static boolean isBeside(MemberName name) {
    return LABELS.contains(name.extension());
  }

  /** Takes a picture, or what may be none but a picture's label. */
  void add(Part file, EntrySink sink) {
    if (!file.name().sample().equals(sample)) {
      finish(sink);
      sample = file.name().sample();
    } else if (files.size() >= MAX_FILES
        || bytes + file.content().length > limits.maxMemberBytes()) {
      makeRoom(file, sink);
    }
    if (isLabel(file.name())) {
      label(file, sink);
    }
    boolean beside = isBeside(file.name());
    hasPicture |= !beside;
    if (hasPicture) {
      alone.clear();
    } else if (!rules.allFiles()) {
      alone(prefix + file.name().text(), sink);
    }
    if (!beside || rules.allFiles()) {
      files.add(file);
      bytes += file.content().length;
    }
  }

  /** What may be the label of a picture to come; a side file where none comes. */
  private void alone(String name, EntrySink sink) {
    if (alone.size() == MAX_FILES) {
      sink.leftOut(LeftOut.Reason.SIDE_FILE, alone.remove(0));
    }
    alone.add(name);
  }

  void finish(EntrySink sink) {
    alone.forEach(name -> sink.leftOut(LeftOut.Reason.SIDE_FILE, name));
    alone.clear();
    files.forEach(file -> release(file, sink));
    files.clear();
    labels.clear();
    bytes = 0;
    hasPicture = false;
  }

  /** A sample's own label comes next to its picture: those of other stems go. */
  private void makeRoom(Part next, EntrySink sink) {
    List<Part> kept =
        bytes + next.content().length > limits.maxMemberBytes()
            ? List.of()
            : files.stream().filter(f -> f.name().stem().equals(next.name().stem())).toList();
    files.stream().filter(file -> !kept.contains(file)).forEach(file -> release(file, sink));
    files.retainAll(Set.copyOf(kept));
    bytes = files.stream().mapToLong(file -> file.content().length).sum();
    labels.removeIf(label -> !label.isOf(next.name()));
  }

  private void release(Part file, EntrySink sink) {
    if (isBeside(file.name()) && hasPicture) {
      return;
    }
    Optional<String> label =
        isBeside(file.name())
            ? Optional.empty()
            : labels.stream()
                .filter(each -> each.isOf(file.name()))
                .min(
                    Comparator.comparingInt(Label::rank)
                        .thenComparing(each -> -each.stem().length()))
                .map(Label::text)
                .or(() -> inner);
    sink.member(file.offset(), new Member(prefix + file.name().text(), file.content(), label));
  }

  private void label(Part file, EntrySink sink) {
    String extension = file.name().extension();
    Optional<String> text =
        extension.equals("json")
            ? field(file.content())
            : Optional.of(TarNames.text(file.content()).strip());
    if (text.filter(label -> !label.isEmpty()).isEmpty()) {
      return;
    }
    boolean isLong = text.get().getBytes(StandardCharsets.UTF_8).length > limits.maxNameBytes();
    if (!isLong) {
      labels.add(new Label(file.name().stem(), LABELS.indexOf(extension), text.get()));
    } else if (!extension.equals("txt")) {
      sink.damage(
          new Damage(
              file.offset(),
              Kind.TOO_LARGE,
              String.format(
                  Locale.ROOT,
                  "the label %s has %d bytes, more than %d",
                  file.name().text(),
                  file.content().length,
                  limits.maxNameBytes()),
              Optional.of(prefix + file.name().text())));
    }
  }

  private Optional<String> field(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      for (String part : rules.labelField().split("\\.", -1)) {
        node = node.path(part);
      }
      return node.isValueNode() && !node.isNull()
          ? Optional.of(node.asText().strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import io.mobilespark.shards.ShardEntry.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a tar that belong together as WebDataset has it: those in a row that share a
 * sample's name. Where one of them is a picture, {@code .cls} is its label and {@code .json} and
 * {@code .txt} are no members; alone, they are members like any other file. Holds at most 16 files
 * and one member's bytes, the last file aside; of a larger sample the first files go without a
 * label that comes behind them.
 */
final class TarGroup {
  private static final int MAX_FILES = 16;
  private static final Set<String> BESIDE = Set.of("cls", "json", "txt");

  private final ShardLimits limits;
  private final List<TarFile> files = new ArrayList<>();
  private long bytes;
  private String sample = "";
  private Optional<String> label = Optional.empty();
  private boolean hasPicture;

  TarGroup(ShardLimits limits) {
    this.limits = limits;
  }

  /** A file of the tar. */
  record TarFile(long offset, MemberName name, byte[] content) {
    boolean isPicture() {
      return !isBeside(name);
    }
  }

  /** Whether a file is no member where it stands beside a picture. */
  static boolean isBeside(MemberName name) {
    return BESIDE.contains(name.extension());
  }

  void add(TarFile file, EntrySink sink) {
    if (!file.name().sample().equals(sample)) {
      finish(sink);
      sample = file.name().sample();
    } else if (files.size() == MAX_FILES
        || bytes + file.content().length > limits.maxMemberBytes()) {
      release(sink);
    }
    files.add(file);
    bytes += file.content().length;
    hasPicture |= file.isPicture();
    if (file.name().extension().equals("cls")) {
      label = label(file, sink);
    }
  }

  void finish(EntrySink sink) {
    release(sink);
    label = Optional.empty();
    hasPicture = false;
  }

  private void release(EntrySink sink) {
    for (TarFile file : files) {
      if (file.isPicture()) {
        sink.member(file.offset(), new Member(file.name().text(), file.content(), label));
      } else if (!hasPicture) {
        sink.member(
            file.offset(), new Member(file.name().text(), file.content(), Optional.empty()));
      }
    }
    files.clear();
    bytes = 0;
  }

  private Optional<String> label(TarFile file, EntrySink sink) {
    if (file.content().length > limits.maxNameBytes()) {
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
              Optional.of(file.name().text())));
      return Optional.empty();
    }
    return Optional.of(new String(file.content(), StandardCharsets.UTF_8).strip())
        .filter(text -> !text.isEmpty());
  }
}

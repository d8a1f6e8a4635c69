// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.LeftOutCount;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import io.mobilespark.shards.ShardEntry.Member;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The pictures of a shard, read as it streams in, plain or packed as its first bytes say. Never
 * ends early in silence: what is broken is an entry, and so is a shard that holds nothing. Used by
 * one thread. A failure of the storage, an interrupt among them, is no damage: it is thrown as
 * {@link UncheckedIOException} with what the storage threw as its cause, and the reader is then
 * good for nothing but being closed.
 */
public final class ShardReader implements Iterator<ShardEntry>, Closeable {
  private static final int PEEK_BYTES = 64 << 10;

  private final StoredStream stored;
  private final Opening opening;
  private final Entries entries;
  private Optional<Opened> opened = Optional.empty();
  private boolean ended;

  private ShardReader(StoredStream stored, Opening opening, Entries entries) {
    this.stored = stored;
    this.opening = opening;
    this.entries = entries;
  }

  /**
   * A tar, plain or packed, whose members mean what they usually do.
   *
   * @param in at the shard's first byte; closed with the reader
   * @param length in bytes as listed; a stream that ends before has failed
   */
  public static ShardReader tar(InputStream in, long length, ShardLimits limits) {
    return tar(in, length, ShardRules.DEFAULT, limits);
  }

  /**
   * A tar, plain or packed.
   *
   * @param in at the shard's first byte; closed with the reader
   * @param length in bytes as listed; a stream that ends before has failed
   */
  public static ShardReader tar(InputStream in, long length, ShardRules rules, ShardLimits limits) {
    StoredStream stored = new StoredStream(in, length);
    return new ShardReader(
        stored,
        () -> {
          UnpackedBytes bytes = UnpackedBytes.of(stored, magic -> false, limits);
          return Opened.of(
              bytes, new TarFormat(bytes, new TarWalk(bytes), TarLinks.NONE, limits, rules));
        },
        new Entries(limits, Set.of(), true));
  }

  /**
   * A part of a plain tar.
   *
   * @param in at the part's first byte; closed with the reader
   * @param links finds what links lead to in the whole of it; stays the caller's
   */
  public static ShardReader tar(
      InputStream in, TarRange range, SeekableBytes links, ShardRules rules, ShardLimits limits) {
    StoredStream stored = new StoredStream(in, range.length());
    long cut = range.last() ? Long.MAX_VALUE : range.to();
    return new ShardReader(
        stored,
        () -> {
          UnpackedBytes bytes = UnpackedBytes.plain(stored, range.from(), limits);
          return Opened.of(
              bytes,
              new TarFormat(bytes, new TarWalk(bytes, cut), TarLinks.of(links), limits, rules));
        },
        new Entries(limits, range.repeated(), range.from() == 0 && range.last()));
  }

  /**
   * A TFRecord file of {@code tf.train.Example}, plain or packed.
   *
   * @param in at the shard's first byte; closed with the reader
   * @param length in bytes as listed; a stream that ends before has failed
   */
  public static ShardReader tfRecord(
      InputStream in, long length, ExampleFeatures features, ShardLimits limits) {
    StoredStream stored = new StoredStream(in, length);
    return new ShardReader(
        stored,
        () -> {
          UnpackedBytes bytes = UnpackedBytes.of(stored, TfRecordFormat::isHeader, limits);
          return Opened.of(bytes, new TfRecordFormat(bytes, features, limits));
        },
        new Entries(limits, Set.of(), true));
  }

  /**
   * A zip, whose members mean what those of a tar do.
   *
   * @param file which is read where its directory says; stays the caller's
   */
  public static ShardReader zip(SeekableBytes file, ShardRules rules, ShardLimits limits) {
    return new ShardReader(
        new StoredStream(InputStream.nullInputStream(), 0),
        () -> new Opened(Optional.empty(), new ZipFormat(file, limits, rules)),
        new Entries(limits, Set.of(), true));
  }

  /** Whether a file begins as a TFRecord does: a length with its checksum, packed or not. */
  public static boolean isTfRecord(SeekableBytes file) throws IOException {
    byte[] begin = new SoughtBytes(file).next(PEEK_BYTES);
    if (TfRecordFormat.isHeader(begin)) {
      return true;
    }
    for (Packing packing : Packing.values()) {
      if (packing.begins(begin)) {
        try (InputStream in = packing.unpacked(new ByteArrayInputStream(begin))) {
          return TfRecordFormat.isHeader(in.readNBytes(TfRecordFormat.HEADER_BYTES));
        } catch (IOException e) {
          // Its first block is longer than what was looked at, or broken.
          return false;
        }
      }
    }
    return false;
  }

  /** Names that were left out so far. */
  public LeftOut leftOut() {
    return entries.leftOut.sum();
  }

  @Override
  public boolean hasNext() {
    while (entries.ready.isEmpty() && !ended) {
      try {
        advance();
      } catch (IOException e) {
        throw new UncheckedIOException(stored.failure().orElse(e));
      }
    }
    return !entries.ready.isEmpty();
  }

  @Override
  public ShardEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the shard has ended");
    }
    return entries.ready.remove();
  }

  @Override
  public void close() throws IOException {
    ended = true;
    entries.ready.clear();
    // Once open, it closes the stream with what unpacks it.
    Optional<UnpackedBytes> bytes = opened.flatMap(Opened::bytes);
    if (bytes.isPresent()) {
      bytes.get().close();
    }
    stored.close();
  }

  private void advance() throws IOException {
    try {
      if (opened.isEmpty()) {
        opened = Optional.of(opening.open());
      }
      Opened shard = opened.get();
      ended = entries.full || !shard.format().read(entries);
      if (ended && !entries.full) {
        shard.format().finish(entries);
        if (shard.bytes().isPresent()) {
          shard.bytes().get().check();
        }
      }
    } catch (BrokenShardException e) {
      ended = true;
      opened.ifPresent(shard -> shard.format().finish(entries));
      entries.damage(e.damage());
    }
    if (ended) {
      entries.refuseNone();
    }
  }

  /** Opens what may turn out to be broken. */
  private interface Opening {
    Opened open() throws IOException;
  }

  /**
   * A shard that is being read.
   *
   * @param bytes in order; empty where they are sought
   */
  private record Opened(Optional<UnpackedBytes> bytes, ShardFormat format) {
    private static Opened of(UnpackedBytes bytes, ShardFormat format) {
      return new Opened(Optional.of(bytes), format);
    }
  }

  /** Entries on their way out, of which no two have one name. */
  private static final class Entries implements EntrySink {
    private final Queue<ShardEntry> ready = new ArrayDeque<>();
    private final NameSet names = new NameSet();
    private final LeftOutCount leftOut = new LeftOutCount();
    private final ShardLimits limits;
    private final Set<Long> repeated;
    private final boolean whole;
    private boolean any;
    private boolean full;

    Entries(ShardLimits limits, Set<Long> repeated, boolean whole) {
      this.limits = limits;
      this.repeated = repeated;
      this.whole = whole;
    }

    @Override
    public void member(long offset, Member member) {
      if (full) {
        return;
      }
      if (repeated.contains(offset)) {
        leftOut(LeftOut.Reason.REPLACED, member.name());
      } else if (!names.add(member.name())) {
        String reason = "a second member named " + member.name();
        damage(new Damage(offset, Kind.CORRUPT, reason, Optional.empty()));
      } else if (names.size() > limits.maxMembers()) {
        full = true;
        String reason = String.format(Locale.ROOT, "more than %d members", limits.maxMembers());
        ready.add(new Damage(offset, Kind.TOO_LARGE, reason, Optional.empty()));
      } else {
        any = true;
        ready.add(member);
      }
    }

    @Override
    public void leftOut(LeftOut.Reason reason, String name) {
      leftOut.add(reason, name);
    }

    @Override
    public void damage(Damage damage) {
      any = true;
      if (!full) {
        ready.add(damage);
      }
    }

    void refuseNone() {
      if (whole && !any) {
        damage(new Damage(0, Kind.EMPTY, "the shard holds no picture", Optional.empty()));
      }
    }
  }
}

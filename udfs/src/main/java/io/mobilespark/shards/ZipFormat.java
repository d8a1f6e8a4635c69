// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;

/**
 * The files of a zip, in the order of its directory, which alone says what is in it. They mean what
 * those of a tar do. Sizes are as the directory has them, and nothing is unpacked beyond. No more
 * is read than the file has: members that share their packed bytes, as in zips made to burst, end
 * it.
 */
final class ZipFormat implements ShardFormat {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int DEFLATED_64 = 9;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;

  /** What packing may add to what cannot be packed, beside an eighth of it. */
  private static final int MORE_PACKED_BYTES = 1 << 10;

  private final SeekableBytes file;
  private final ShardLimits limits;
  private final ShardRules rules;
  private final SampleParts group;
  private Optional<ZipDirectory> directory = Optional.empty();
  private long unpacked;
  private long read;

  ZipFormat(SeekableBytes file, ShardLimits limits, ShardRules rules) {
    this.file = file;
    this.limits = limits;
    this.rules = rules;
    this.group = new SampleParts(limits, rules, "", Optional.empty());
  }

  @Override
  public boolean read(EntrySink sink) throws IOException {
    if (directory.isEmpty()) {
      directory = Optional.of(ZipDirectory.of(file));
    }
    Optional<ZipHeader> next = directory.get().next();
    if (next.isEmpty()) {
      return false;
    }
    if (!next.get().isFolder()) {
      member(next.get(), sink);
    }
    return true;
  }

  @Override
  public void finish(EntrySink sink) {
    group.finish(sink);
  }

  private void member(ZipHeader header, EntrySink sink) throws IOException {
    MemberName name;
    try {
      name = MemberName.of(header.name(), limits.maxNameBytes());
    } catch (IllegalArgumentException e) {
      damage(header, Optional.empty(), Kind.CORRUPT, String.valueOf(e.getMessage()), sink);
      return;
    }
    Optional<LeftOut.Reason> reason = name.leftOut(rules.allFiles());
    boolean label =
        reason.filter(LeftOut.Reason.SIDE_FILE::equals).isPresent()
            && group.isLabel(name)
            && SampleParts.isSmall(name, header.size(), limits);
    if (reason.isPresent() && !label) {
      sink.leftOut(reason.get(), name.text());
      return;
    }
    try {
      group.add(new SampleParts.Part(header.place(), name, content(header)), sink);
    } catch (MemberException e) {
      damage(header, Optional.of(name.text()), e.kind, String.valueOf(e.getMessage()), sink);
    }
  }

  private static void damage(
      ZipHeader header, Optional<String> name, Kind kind, String reason, EntrySink sink) {
    sink.damage(new Damage(header.place(), kind, reason, name));
  }

  private byte[] content(ZipHeader header) throws IOException, MemberException {
    if (header.isEncrypted()) {
      throw new MemberException(Kind.UNSUPPORTED_FORMAT, "the member is encrypted");
    }
    if (header.isLink()) {
      throw new MemberException(Kind.UNSUPPORTED_FORMAT, "a symbolic link in a zip");
    }
    if (header.size() < 0 || header.size() > limits.maxMemberBytes()) {
      throw new MemberException(
          Kind.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "the member has %s bytes, more than %d",
              Long.toUnsignedString(header.size()),
              limits.maxMemberBytes()));
    }
    count(header);
    byte[] content = unpacked(header, packed(header));
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != header.crc()) {
      throw new MemberException(Kind.CORRUPT, "the member has another checksum than the zip says");
    }
    return content;
  }

  private void count(ZipHeader header) throws IOException {
    unpacked += header.size();
    boolean bursts =
        unpacked > ShardLimits.FREE_BYTES && unpacked / limits.maxRatio() > file.length();
    if (bursts || unpacked > limits.maxUnpackedBytes()) {
      throw new BrokenShardException(
          header.place(),
          Kind.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "%d bytes of a zip unpack to more than %s",
              file.length(),
              bursts ? limits.maxRatio() + " times as many" : limits.maxUnpackedBytes()));
    }
  }

  private byte[] packed(ZipHeader header) throws IOException, MemberException {
    long length = file.length();
    if (header.offset() < 0 || header.offset() > length - LOCAL_BYTES) {
      throw new MemberException(Kind.TRUNCATED, "the member lies outside of the zip");
    }
    ByteBuffer local = ZipDirectory.little(ZipDirectory.bytes(file, header.offset(), LOCAL_BYTES));
    if (local.getInt(0) != LOCAL) {
      throw new MemberException(Kind.CORRUPT, "the member is not where the zip says");
    }
    long from =
        header.offset()
            + LOCAL_BYTES
            + (local.getShort(26) & 0xffff)
            + (local.getShort(28) & 0xffff);
    if (header.packed() < 0 || header.packed() > length - from) {
      throw new MemberException(Kind.TRUNCATED, "the member lies outside of the zip");
    }
    long most =
        header.method() == STORED
            ? header.size()
            : header.size() + header.size() / 8 + MORE_PACKED_BYTES;
    if (header.packed() > most) {
      throw new MemberException(
          Kind.CORRUPT,
          String.format(
              Locale.ROOT,
              "the member has %d bytes, and %d as it is packed",
              header.size(),
              header.packed()));
    }
    read += LOCAL_BYTES + header.packed();
    if (read > length) {
      throw new BrokenShardException(
          header.place(), Kind.CORRUPT, "members of the zip share their bytes with others");
    }
    return ZipDirectory.bytes(file, from, (int) header.packed());
  }

  private static byte[] unpacked(ZipHeader header, byte[] packed) throws MemberException {
    int size = (int) header.size();
    try {
      return switch (header.method()) {
        case STORED -> packed.length < size ? shorter(size) : packed;
        case DEFLATED -> inflated(packed, size);
        case DEFLATED_64 -> {
          try (InputStream in =
              new Deflate64CompressorInputStream(new ByteArrayInputStream(packed))) {
            byte[] content = new byte[size];
            if (in.readNBytes(content, 0, size) < size) {
              yield shorter(size);
            }
            yield in.read() < 0 ? content : longer(size);
          }
        }
        default ->
            throw new MemberException(
                Kind.UNSUPPORTED_FORMAT,
                "the member is packed by the method " + header.method() + ", which is not known");
      };
    } catch (IOException | DataFormatException | IllegalArgumentException e) {
      // Of bytes in memory: what unpacks them does not like them.
      throw new MemberException(Kind.CORRUPT, "the member cannot be unpacked");
    }
  }

  private static byte[] inflated(byte[] packed, int size)
      throws DataFormatException, MemberException {
    byte[] content = new byte[size];
    byte[] beyond = new byte[1];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      int held = 0;
      boolean fed = false;
      while (!inflater.finished()) {
        boolean full = held == size;
        int more = full ? inflater.inflate(beyond) : inflater.inflate(content, held, size - held);
        if (full && more > 0) {
          return longer(size);
        }
        held += more;
        if (more == 0 && !inflater.finished()) {
          if (fed || !inflater.needsInput()) {
            throw new DataFormatException("no end");
          }
          // An inflater without a header may want a byte more.
          inflater.setInput(beyond);
          fed = true;
        }
      }
      return held < size ? shorter(size) : content;
    } finally {
      inflater.end();
    }
  }

  private static byte[] shorter(int size) throws MemberException {
    throw new MemberException(
        Kind.TRUNCATED, "the member has less than the " + size + " bytes that the zip says");
  }

  private static byte[] longer(int size) throws MemberException {
    throw new MemberException(
        Kind.CORRUPT, "the member has more than the " + size + " bytes that the zip says");
  }

  /** Damage of one member. */
  private static final class MemberException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private MemberException(Kind kind, String reason) {
      super(reason);
      this.kind = kind;
    }
  }
}

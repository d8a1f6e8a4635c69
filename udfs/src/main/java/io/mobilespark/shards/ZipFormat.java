package io.mobilespark.shards;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;

/**
 * The files of a zip, in the order of its directory, which alone says what is in it. They mean what
 * those of a tar do. Sizes are as the directory has them, and nothing is unpacked beyond; members
 * that share their packed bytes, as in zips made to burst, are bounded by what the file may unpack
 * to.
 */
final class ZipFormat implements ShardFormat {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int DEFLATED_64 = 9;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;

  /** What packing may add to what cannot be packed. */
  private static final int MORE_PACKED_BYTES = 64 << 10;

  private final SeekableBytes file;
  private final ShardLimits limits;
  private final ShardRules rules;
  private final TarGroup group;
  private Optional<ZipDirectory> directory = Optional.empty();
  private long unpacked;

  ZipFormat(SeekableBytes file, ShardLimits limits, ShardRules rules) {
    this.file = file;
    this.limits = limits;
    this.rules = rules;
    this.group = new TarGroup(limits, rules, "", Optional.empty());
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
            && TarGroup.isSmall(name, header.size(), limits);
    if (reason.isPresent() && !label) {
      sink.leftOut(reason.get(), name.text());
      return;
    }
    try {
      group.add(new TarGroup.TarFile(header.offset(), name, content(header)), sink);
    } catch (MemberException e) {
      damage(header, Optional.of(name.text()), e.kind, String.valueOf(e.getMessage()), sink);
    }
  }

  private static void damage(
      ZipHeader header, Optional<String> name, Kind kind, String reason, EntrySink sink) {
    sink.damage(new Damage(header.offset(), kind, reason, name));
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
    byte[] packed = packed(header);
    byte[] content;
    try (InputStream in = unpacked(header, packed)) {
      content = in.readNBytes((int) header.size() + 1);
    } catch (IOException | IllegalArgumentException e) {
      // Of bytes in memory: what unpacks them does not like them.
      throw new MemberException(Kind.CORRUPT, "the member cannot be unpacked");
    }
    if (content.length != header.size()) {
      throw new MemberException(
          content.length < header.size() ? Kind.TRUNCATED : Kind.CORRUPT,
          String.format(
              Locale.ROOT,
              "the member has %s than the %d bytes that the zip says",
              content.length < header.size() ? "less" : "more",
              header.size()));
    }
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
          header.offset(),
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
    if (header.packed() > limits.maxMemberBytes() + MORE_PACKED_BYTES) {
      throw new MemberException(
          Kind.TOO_LARGE, "the member has " + header.packed() + " bytes as it is packed");
    }
    return ZipDirectory.bytes(file, from, (int) header.packed());
  }

  private static InputStream unpacked(ZipHeader header, byte[] packed) throws MemberException {
    return switch (header.method()) {
      case STORED -> new ByteArrayInputStream(packed);
      case DEFLATED -> new Inflated(packed);
      case DEFLATED_64 -> new Deflate64CompressorInputStream(new ByteArrayInputStream(packed));
      default ->
          throw new MemberException(
              Kind.UNSUPPORTED_FORMAT,
              "the member is packed by the method " + header.method() + ", which is not known");
    };
  }

  /** Its memory is native, and given back when it is closed. */
  private static final class Inflated extends InflaterInputStream {
    private Inflated(byte[] packed) {
      // An inflater without a header wants a byte more.
      super(new ByteArrayInputStream(Arrays.copyOf(packed, packed.length + 1)), new Inflater(true));
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
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

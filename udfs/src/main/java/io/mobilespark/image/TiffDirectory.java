// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.HashMap;
import java.util.Map;

/**
 * The first directory of a TIFF or a BigTIFF, which EXIF data are as well: whole numbers by their
 * tags. All that it takes memory for lies in the file.
 */
final class TiffDirectory {
  private static final int CLASSIC = 42;
  private static final int BIG = 43;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;
  private static final int LONG8 = 16;

  private final byte[] file;
  private final Span within;
  private final boolean bigEndian;
  private final boolean big;
  private final Map<Integer, Entry> entries = new HashMap<>();

  private TiffDirectory(byte[] file, Span within, boolean bigEndian, boolean big) {
    this.file = file;
    this.within = within;
    this.bigEndian = bigEndian;
    this.big = big;
  }

  /**
   * Reads the directory that a header points to.
   *
   * @param within the bytes that offsets count from and that may be read
   */
  static TiffDirectory read(byte[] file, Span within) throws UnreadableException {
    if (within.length() < 8) {
      throw UnreadableException.truncated("ends within its header");
    }
    boolean bigEndian = file[within.offset()] == 'M';
    TiffDirectory head = new TiffDirectory(file, within, bigEndian, false);
    long version = head.number(2, 2);
    if (version != CLASSIC && version != BIG) {
      throw UnreadableException.corrupt("begins as TIFF of version " + version);
    }
    TiffDirectory directory = new TiffDirectory(file, within, bigEndian, version == BIG);
    directory.readEntries(directory.number(version == BIG ? 8 : 4, version == BIG ? 8 : 4));
    return directory;
  }

  boolean bigEndian() {
    return bigEndian;
  }

  /** The tag's first value, or another where there is none. */
  long value(int tag, long otherwise) throws UnreadableException {
    long[] values = values(tag, 1);
    return values.length == 0 ? otherwise : values[0];
  }

  /** The tag's first values: as many as there are, {@code most} at most. */
  long[] values(int tag, int most) throws UnreadableException {
    Entry entry = entries.get(tag);
    if (entry == null || size(entry.type) == 0) {
      return new long[0];
    }
    int size = size(entry.type);
    long place = place(entry);
    int count = entry.count < 0 ? most : (int) Math.min(entry.count, most);
    check(place, (long) count * size);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(place + (long) i * size, size);
    }
    return values;
  }

  /** Where the bytes of a tag's value lie in the file; {@link Span#NONE} where it is not there. */
  Span bytes(int tag) throws UnreadableException {
    Entry entry = entries.get(tag);
    if (entry == null || size(entry.type) != 1) {
      return Span.NONE;
    }
    long place = place(entry);
    check(place, entry.count);
    return new Span(within.offset() + (int) place, (int) entry.count);
  }

  /** A value that is as short as an offset stands in the offset's place. */
  private long place(Entry entry) throws UnreadableException {
    int offsetBytes = big ? 8 : 4;
    boolean inPlace = entry.count >= 0 && entry.count <= offsetBytes / size(entry.type);
    return inPlace ? entry.valuePlace : number(entry.valuePlace, offsetBytes);
  }

  private void readEntries(long at) throws UnreadableException {
    long count = number(at, big ? 8 : 2);
    long first = at + (big ? 8 : 2);
    int entryBytes = big ? 20 : 12;
    if (count > within.length() / entryBytes) {
      throw UnreadableException.truncated("ends within a directory of " + count + " entries");
    }
    for (int i = 0; i < count; i++) {
      long place = first + (long) i * entryBytes;
      Entry entry =
          new Entry(
              (int) number(place + 2, 2), number(place + 4, big ? 8 : 4), place + (big ? 12 : 8));
      entries.putIfAbsent((int) number(place, 2), entry);
    }
  }

  private static int size(int type) {
    return switch (type) {
      case BYTE, UNDEFINED -> 1;
      case SHORT -> 2;
      case LONG -> 4;
      case LONG8 -> 8;
      default -> 0;
    };
  }

  /** An unsigned number; those above what a long holds come as negative ones. */
  private long number(long place, int bytes) throws UnreadableException {
    check(place, bytes);
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      int at = within.offset() + (int) place + (bigEndian ? i : bytes - 1 - i);
      number = (number << 8) | (file[at] & 0xff);
    }
    return number;
  }

  private void check(long place, long bytes) throws UnreadableException {
    if (place < 0 || bytes < 0 || place > within.length() || bytes > within.length() - place) {
      throw UnreadableException.truncated(
          "ends after " + within.length() + " bytes, before what its directory points to");
    }
  }

  /**
   * An entry.
   *
   * @param count of values; below 0 where it is more than a long holds
   */
  private record Entry(int type, long count, long valuePlace) {}
}

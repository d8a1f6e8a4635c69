// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static io.mobilespark.shards.ZipFixture.directory;
import static io.mobilespark.shards.ZipFixture.library;
import static io.mobilespark.shards.ZipFixture.put;
import static io.mobilespark.shards.ZipFixture.read;
import static io.mobilespark.shards.ZipFixture.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ZipFixture.HeldBytes;
import io.mobilespark.shards.ZipFixture.Read;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.Test;

/** Zips that are made to harm. */
class ZipBurstTest {
  @Test
  void aZipThatBurstsIsBounded() throws IOException {
    byte[] zip =
        library(
            out -> {
              for (int i = 0; i < 70; i++) {
                out.putArchiveEntry(new ZipArchiveEntry(i + ".jpg"));
                out.write(new byte[1 << 20]);
                out.closeArchiveEntry();
              }
            });
    Read read = read(zip);
    assertThat(read.members()).hasSizeBetween(64, 69);
    assertThat(read.reasons()).hasSize(1);
    assertThat(read.reasons().get(0))
        .contains(
            "TOO_LARGE", zip.length + " bytes of a zip unpack to more than 250 times as many");
  }

  @Test
  void membersThatShareTheirBytesEndTheZip() throws IOException {
    byte[] large = new byte[1 << 20];
    new Random(3).nextBytes(large);
    byte[] zip =
        library(
            out -> {
              out.putArchiveEntry(new ZipArchiveEntry("00000.jpg"));
              out.write(large);
              out.closeArchiveEntry();
              for (int i = 1; i < 60; i++) {
                put(out, String.format(Locale.ROOT, "%05d.jpg", i), "x", ZipEntry.STORED);
              }
            });
    ByteBuffer first = directory(zip, "00000.jpg");
    for (int i = 1; i < 60; i++) {
      ByteBuffer entry = directory(zip, String.format(Locale.ROOT, "%05d.jpg", i));
      entry.putShort(10, first.getShort(10));
      for (int field : new int[] {16, 20, 24, 42}) {
        entry.putInt(field, first.getInt(field));
      }
    }
    HeldBytes file = new HeldBytes(zip);
    Read read = read(file);
    assertThat(read.members()).hasSize(1);
    assertThat(read.reasons())
        .containsExactly(" CORRUPT members of the zip share their bytes with others");
    assertThat(file.given.get()).isLessThan(2L * zip.length);
  }

  @Test
  void noMoreIsReadOfAMemberThanItCanTake() throws IOException {
    byte[] large = new byte[900_000];
    new Random(3).nextBytes(large);
    byte[] zip =
        library(
            out -> {
              out.putArchiveEntry(new ZipArchiveEntry("large.jpg"));
              out.write(large);
              out.closeArchiveEntry();
              put(out, "stored.jpg", "x", ZipEntry.STORED);
              put(out, "packed.jpg", "x", ZipEntry.DEFLATED);
            });
    for (String name : List.of("stored.jpg", "packed.jpg")) {
      directory(zip, name).putInt(20, 900_000).putInt(42, 0);
    }
    HeldBytes file = new HeldBytes(zip);
    Read read = read(file);
    assertThat(read.members()).hasSize(1);
    assertThat(read.reasons())
        .containsExactly(
            "stored.jpg CORRUPT the member has 1 bytes, and 900000 as it is packed",
            "packed.jpg CORRUPT the member has 1 bytes, and 900000 as it is packed");
    assertThat(file.given.get()).isLessThan(2L * zip.length);
  }

  @Test
  void membersThatAreNamedTwiceAreToldApart() throws IOException {
    byte[] zip =
        library(
            out -> {
              put(out, "a.jpg", "one", ZipEntry.STORED);
              put(out, "b.jpg", "two", ZipEntry.STORED);
            });
    ByteBuffer first = directory(zip, "a.jpg");
    ByteBuffer second = directory(zip, "b.jpg");
    for (ByteBuffer entry : List.of(first, second)) {
      entry.putShort(8, (short) 1).putInt(42, 0).put(ZipHeader.BYTES, (byte) 'a');
    }
    assertThat(read(zip).damages()).hasSize(2).extracting(Damage::offset).doesNotHaveDuplicates();
  }
}

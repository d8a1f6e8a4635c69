// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static io.mobilespark.shards.ZipFixture.LIMITS;
import static io.mobilespark.shards.ZipFixture.directory;
import static io.mobilespark.shards.ZipFixture.library;
import static io.mobilespark.shards.ZipFixture.put;
import static io.mobilespark.shards.ZipFixture.read;
import static io.mobilespark.shards.ZipFixture.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.shards.ZipFixture.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips as people make them, and as nobody should. */
class ZipShardTest {
  @Test
  void membersMeanWhatThoseOfATarDo() throws IOException {
    byte[] zip =
        zip(
            StandardCharsets.UTF_8,
            Map.entry("train/", ""),
            Map.entry("train/cat.1.jpg", "one"),
            Map.entry("train/grün/ü.jpg", "two"),
            Map.entry("s1.png", "three"),
            Map.entry("s1.cls", " 7 "),
            Map.entry("notes.txt", "side"),
            Map.entry("__MACOSX/._s1.png", "hidden"),
            Map.entry("empty.jpg", ""));
    Read read = read(zip);
    assertThat(read.damages()).isEmpty();
    assertThat(read.contents())
        .isEqualTo(
            Map.of(
                "train/cat.1.jpg",
                "one",
                "train/grün/ü.jpg",
                "two",
                "s1.png",
                "three",
                "empty.jpg",
                ""));
    assertThat(read.member("s1.png").label()).contains("7");
    assertThat(read.member("train/cat.1.jpg").label()).isEmpty();
    assertThat(read.leftOut().reasons())
        .containsOnlyKeys(LeftOut.Reason.HIDDEN, LeftOut.Reason.SIDE_FILE)
        .allSatisfy((reason, names) -> assertThat(names.count()).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"IBM437", "UTF-8"})
  void namesAreReadThatNobodySaysTheCharactersOf(String charset) throws IOException {
    byte[] zip =
        library(
            out -> {
              out.setEncoding(charset);
              out.setUseLanguageEncodingFlag(false);
              out.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.NEVER);
              put(out, "Übung/café.jpg", "one", ZipEntry.DEFLATED);
            });
    assertThat(read(zip).contents()).isEqualTo(Map.of("Übung/café.jpg", "one"));
  }

  @Test
  void theUnicodeNameBesideTheOtherCounts() throws IOException {
    byte[] zip =
        library(
            out -> {
              out.setEncoding("IBM437");
              out.setUseLanguageEncodingFlag(false);
              out.setCreateUnicodeExtraFields(
                  ZipArchiveOutputStream.UnicodeExtraFieldPolicy.ALWAYS);
              put(out, "図.jpg", "one", ZipEntry.STORED);
            });
    assertThat(read(zip).contents()).isEqualTo(Map.of("図.jpg", "one"));
  }

  @Test
  void foldersOfWindowsAreFolders() throws IOException {
    byte[] zip = zip(StandardCharsets.UTF_8, Map.entry("a\\b.jpg", "one"));
    assertThat(read(zip).contents()).isEqualTo(Map.of("a/b.jpg", "one"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Zip64Mode.class,
      names = {"Always", "Never"})
  void largeZipsAreReadAsSmallOnes(Zip64Mode mode) throws IOException {
    byte[] zip =
        library(
            out -> {
              out.setUseZip64(mode);
              put(out, "a.jpg", "one", ZipEntry.DEFLATED);
              put(out, "b.jpg", "two", ZipEntry.STORED);
              out.setComment("a comment with PK\5\6 in it, and some more to look back over");
            });
    assertThat(read(zip).contents()).isEqualTo(Map.of("a.jpg", "one", "b.jpg", "two"));
    byte[] after = new byte[zip.length + 1000];
    System.arraycopy(zip, 0, after, 1000, zip.length);
    if (mode == Zip64Mode.Never) {
      assertThat(read(after).contents()).isEqualTo(Map.of("a.jpg", "one", "b.jpg", "two"));
    }
  }

  @Test
  void aMemberThatCannotBeHadIsARowWithItsReason() throws IOException {
    byte[] zip =
        library(
            out -> {
              put(out, "secret.jpg", "one", ZipEntry.DEFLATED);
              put(out, "wrong.jpg", "two", ZipEntry.STORED);
              put(out, "packed.jpg", "three", ZipEntry.DEFLATED);
              put(out, "good.jpg", "four", ZipEntry.DEFLATED);
              ZipArchiveEntry link = new ZipArchiveEntry("link.jpg");
              link.setUnixMode(UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM);
              out.putArchiveEntry(link);
              out.write("good.jpg".getBytes(StandardCharsets.UTF_8));
              out.closeArchiveEntry();
              put(out, "large.jpg", "x".repeat(LIMITS.maxNameBytes() * 300), ZipEntry.DEFLATED);
              put(out, "../out.jpg", "five", ZipEntry.DEFLATED);
            });
    directory(zip, "secret.jpg").putShort(8, (short) 1);
    directory(zip, "wrong.jpg").putInt(16, 7);
    directory(zip, "packed.jpg").putShort(10, (short) 98);
    Read read = read(zip);
    assertThat(read.contents()).isEqualTo(Map.of("good.jpg", "four"));
    assertThat(read.reasons())
        .containsExactly(
            "secret.jpg UNSUPPORTED_FORMAT the member is encrypted",
            "wrong.jpg CORRUPT the member has another checksum than the zip says",
            "packed.jpg UNSUPPORTED_FORMAT the member is packed by the method 98, which is not known",
            "link.jpg UNSUPPORTED_FORMAT a symbolic link in a zip",
            "large.jpg TOO_LARGE the member has 1228800 bytes, more than 1048576",
            " CORRUPT a member's name leads out of the shard: ../out.jpg");
  }

  @Test
  void sizesThatAreNotTrueAreSaid() throws IOException {
    byte[] zip =
        library(
            out -> {
              put(out, "less.jpg", "x".repeat(1000), ZipEntry.DEFLATED);
              put(out, "more.jpg", "x".repeat(1000), ZipEntry.DEFLATED);
              put(out, "far.jpg", "x", ZipEntry.STORED);
              put(out, "long.jpg", "x", ZipEntry.STORED);
            });
    directory(zip, "less.jpg").putInt(24, 1001);
    directory(zip, "more.jpg").putInt(24, 999);
    directory(zip, "far.jpg").putInt(42, 1 << 30);
    directory(zip, "long.jpg").putInt(20, 1 << 30);
    assertThat(read(zip).reasons())
        .containsExactly(
            "less.jpg TRUNCATED the member has less than the 1001 bytes that the zip says",
            "more.jpg CORRUPT the member has more than the 999 bytes that the zip says",
            "far.jpg TRUNCATED the member lies outside of the zip",
            "long.jpg TRUNCATED the member lies outside of the zip");
  }

  @Test
  void whatIsNoZipIsSaid() throws IOException {
    byte[] zip = zip(StandardCharsets.UTF_8, Map.entry("a.jpg", "one"), Map.entry("b.jpg", "two"));
    assertThat(read(Arrays.copyOf(zip, zip.length - 1)).reasons())
        .containsExactly(" TRUNCATED the zip ends before its directory");
    assertThat(read("no zip at all".getBytes(StandardCharsets.UTF_8)).reasons())
        .containsExactly(" UNSUPPORTED_FORMAT the file is no zip");
    assertThat(read(new byte[0]).reasons())
        .containsExactly(" UNSUPPORTED_FORMAT the file is no zip");
    assertThat(read(zip(StandardCharsets.UTF_8)).reasons())
        .containsExactly(" EMPTY the shard holds no picture");
    byte[] several = zip.clone();
    ByteBuffer.wrap(several).order(ByteOrder.LITTLE_ENDIAN).putShort(zip.length - 18, (short) 3);
    assertThat(read(several).reasons())
        .containsExactly(" UNSUPPORTED_FORMAT the zip is of several parts");
  }

  @Test
  void bytesThatAreChangedByChanceEndNoReader() throws IOException {
    byte[] zip =
        library(
            out -> {
              out.setUseZip64(Zip64Mode.Always);
              for (int i = 0; i < 5; i++) {
                put(out, i + "é.jpg", "picture ".repeat(i * 20), ZipEntry.DEFLATED);
              }
            });
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      byte[] changed = Arrays.copyOf(zip, zip.length - (round % 3 == 0 ? random.nextInt(60) : 0));
      for (int i = 0; i < 1 + round % 5; i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Read read = read(changed);
      assertThat(read.members().size() + read.damages().size()).isPositive();
    }
  }

  @Test
  void aFailureOfTheStorageIsNoDamage() throws IOException {
    byte[] zip = zip(StandardCharsets.UTF_8, Map.entry("a.jpg", "one"));
    SeekableBytes failing =
        new SeekableBytes() {
          @Override
          public long length() {
            return zip.length;
          }

          @Override
          public int read(long offset, byte[] buffer, int start, int count) throws IOException {
            if (offset < 10) {
              throw new IOException("Connection reset");
            }
            System.arraycopy(zip, (int) offset, buffer, start, count);
            return count;
          }
        };
    try (ShardReader reader = ShardReader.zip(failing, ShardRules.DEFAULT, LIMITS)) {
      assertThatThrownBy(reader::hasNext)
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseMessage("Connection reset");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Member;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is broken in a tar costs what is broken and is told. */
class BrokenTarTest {
  private static final ShardLimits SMALL = new ShardLimits(1000, 64, 4, 250, 1 << 20);

  @Test
  void aTarIsTruncatedWhereverItIsCut() {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("b.jpg", "B".repeat(700)).end();
    int aEnds = 1024;
    int bEnds = tar.length - 1024;
    for (int cut = 1; cut < bEnds + 512; cut++) {
      List<ShardEntry> entries = Shards.tar(Arrays.copyOf(tar, cut));
      Damage last = (Damage) entries.get(entries.size() - 1);
      assertThat(last.kind()).isEqualTo(ShardEntry.Kind.TRUNCATED);
      assertThat(last.offset()).isLessThanOrEqualTo(cut);
      // A member whose content is whole is given, its padding missing or not.
      int whole = cut < 513 ? 0 : cut < aEnds + 512 + 700 ? 1 : 2;
      assertThat(entries).hasSize(whole + 1);
    }
    assertThat(Shards.lines(Shards.tar(Arrays.copyOf(tar, 1200))))
        .containsExactly("a.jpg=A", "!TRUNCATED@1024 the tar ends within a header");
    assertThat(Shards.lines(Shards.tar(Arrays.copyOf(tar, 2000))))
        .containsExactly("a.jpg=A", "!TRUNCATED@1024 a member of 700 bytes ends after 464");
    assertThat(Shards.lines(Shards.tar(Arrays.copyOf(tar, bEnds))).get(2))
        .isEqualTo(
            "!TRUNCATED@" + bEnds + " the tar ends without the empty blocks that mark its end");
  }

  @Test
  void aBrokenHeaderEndsTheShard() {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("b.jpg", "B").file("c.jpg", "C").end();
    tar[1024 + 3] ^= 1;
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("a.jpg=A", "!CORRUPT@1024 the checksum of the tar header is wrong");
  }

  @Test
  void aBrokenExtendedHeaderEndsTheShard() {
    byte[] tar =
        new TarBytes()
            .file("a.jpg", "A")
            .member('x', "PaxHeaders/b", TarBytes.paxLine("path", "other.jpg"))
            .file("b.jpg", "B")
            .end();
    byte[] header = tar.clone();
    header[1024 + 110] ^= 1;
    assertThat(Shards.lines(Shards.tar(header)))
        .containsExactly("a.jpg=A", "!CORRUPT@1024 the checksum of the tar header is wrong");
    byte[] content = tar.clone();
    content[1024 + 512] = '9';
    assertThat(Shards.lines(Shards.tar(content)))
        .containsExactly("a.jpg=A", "!CORRUPT@1024 the PAX header cannot be read");
  }

  @Test
  void aMemberThatIsTooLargeIsPassedOver() {
    byte[] tar =
        new TarBytes()
            .file("a.jpg", "A")
            .file("b.jpg", "B".repeat(1001))
            .file("c.jpg", "C".repeat(1000))
            .end();
    List<ShardEntry> entries = Shards.tar(tar, SMALL);
    assertThat(Shards.lines(entries))
        .containsExactlyInAnyOrder(
            "a.jpg=A",
            "!TOO_LARGE@1024 the member has 1001 bytes, more than 1000",
            "c.jpg=" + "C".repeat(1000));
    assertThat(entries.stream().filter(Damage.class::isInstance).map(e -> ((Damage) e).name()))
        .containsExactly(Optional.of("b.jpg"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"77777777777", "100000000000", "3777777"})
  void aSizeBeyondTheShardIsTheOnlyThingTold(String octal) {
    byte[] tar = new TarBytes().file("a.jpg", "A").declared("b.jpg", '0', octal).end();
    if (octal.length() == 12) {
      // Base 256, as GNU writes what does not fit: 2^62 and more.
      tar = new TarBytes().file("a.jpg", "A").declared("b.jpg", '0', "0").end();
      tar[1024 + 124] = (byte) 0x80;
      tar[1024 + 124 + 4] = 0x40;
      int sum = 0;
      Arrays.fill(tar, 1024 + 148, 1024 + 156, (byte) ' ');
      for (int i = 1024; i < 1536; i++) {
        sum += tar[i] & 0xff;
      }
      byte[] text = TarBytes.text(String.format(Locale.ROOT, "%06o\0 ", sum));
      System.arraycopy(text, 0, tar, 1024 + 148, 8);
    }
    List<String> lines = Shards.lines(Shards.tar(tar));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).matches("!(TRUNCATED|CORRUPT)@1024 .*");
  }

  @Test
  void namesThatLeadOutAreNoKeys() {
    byte[] tar =
        new TarBytes()
            .file("../../etc/cron.d/a.jpg", "A")
            .file("x/../b.jpg", "B")
            .file("/etc/c.jpg", "C")
            .file("..d/e..f.jpg", "hidden, as any that begins with a dot")
            .file("e..f.jpg", "E")
            .file("line\nbreak.jpg", "F")
            .file("./", "nothing is left of it")
            .file("n".repeat(65), "G")
            .end();
    assertThat(Shards.lines(Shards.tar(tar, SMALL)))
        .containsExactlyInAnyOrder(
            "!CORRUPT@0 a member's name leads out of the shard: ../../etc/cron.d/a.jpg",
            "!CORRUPT@1024 a member's name leads out of the shard: x/../b.jpg",
            "etc/c.jpg=C",
            "e..f.jpg=E",
            "line\nbreak.jpg=F",
            "!CORRUPT@6144 a member has no name",
            "!CORRUPT@7168 a member's name has more than 64 bytes");
  }

  @Test
  void aNameIsGivenOnce() {
    byte[] tar = new TarBytes().file("a.jpg", "1").file("b.jpg", "B").file("./a.jpg", "2").end();
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("a.jpg=1", "b.jpg=B", "!CORRUPT@2048 a second member named a.jpg");
  }

  @Test
  void linksThatCannotBeFollowedAreTold() {
    byte[] tar =
        new TarBytes()
            .declared("a.jpg", '2', "0")
            .declared("b.jpg", '1', "1750")
            .declared("null", '3', "0")
            .file("c.jpg", "C")
            .end();
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly(
            "!UNSUPPORTED_FORMAT@0 a link to , which is no picture that can be found in the tar",
            "!UNSUPPORTED_FORMAT@512 a link to , which is no picture that can be found in the tar",
            "c.jpg=C");
  }

  @Test
  void anEmptyShardIsTold() {
    String told = "!EMPTY@0 the shard holds no picture";
    assertThat(Shards.lines(Shards.tar(new TarBytes().end()))).containsExactly(told);
    assertThat(Shards.lines(Shards.tar(new TarBytes().declared("a/", '5', "0").end())))
        .containsExactly(told);
    assertThat(Shards.lines(Shards.tar(new byte[0])))
        .containsExactly("!EMPTY@0 the shard has no bytes");
  }

  @Test
  void moreMembersThanAllowedEndTheShard() {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 9; i++) {
      tar.file(i + ".jpg", "");
    }
    assertThat(Shards.lines(Shards.tar(tar.end(), SMALL)))
        .containsExactly(
            "0.jpg=", "1.jpg=", "2.jpg=", "3.jpg=", "!TOO_LARGE@2048 more than 4 members");
  }

  @Test
  void anExtendedHeaderOfMegabytesCostsItsMemberOnly() {
    byte[] tar =
        new TarBytes()
            .member('x', "PaxHeaders/a", TarBytes.paxLine("comment", "x".repeat(2 << 20)))
            .file("a.jpg", "A")
            .member('L', "././@LongLink", "n".repeat(2 << 20))
            .file("b.jpg", "B")
            .file("c.jpg", "C")
            .end();
    List<String> lines = Shards.lines(Shards.tar(tar));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("!TOO_LARGE@0 a member's name or PAX header is too large");
    assertThat(lines.get(1)).startsWith("!TOO_LARGE@2099200 ");
    assertThat(lines.get(2)).isEqualTo("c.jpg=C");
  }

  @Test
  void bytesChangedAnywhereNeitherFailNorHang() throws Exception {
    byte[] plain =
        new TarBytes()
            .member('x', "PaxHeaders/a", TarBytes.paxLine("path", "long/a.jpg"))
            .file("a.jpg", "A".repeat(300))
            .file("b.jpg", "B".repeat(900))
            .file("b.cls", "3")
            .end();
    Random random = new Random(5);
    for (byte[] shard : List.of(plain, Shards.gzip(plain))) {
      for (int round = 0; round < 2000; round++) {
        byte[] changed = shard.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        List<ShardEntry> entries = Shards.tar(changed);
        assertThat(entries).isNotEmpty();
        assertThat(entries.stream().filter(Member.class::isInstance).count())
            .isLessThanOrEqualTo(3);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.LeftOut.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a tar in order gives. */
class TarShardTest {
  @Test
  void everyFileOfAPlainTarIsAMember() {
    byte[] tar =
        new TarBytes()
            .declared("train/", '5', "0")
            .file("./train/a.jpg", "A")
            .file("/train/b.PNG", "")
            .file("train/classes.txt", "text")
            .file("train/no-dot", "x".repeat(513))
            .file("train/._a.jpg", "left by a desktop")
            .file(".git/c.jpg", "hidden")
            .end();
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("train/a.jpg=A", "train/b.PNG=", "train/no-dot=" + "x".repeat(513));
  }

  @Test
  void aSampleIsAPictureWithItsLabelBeforeOrBehindIt() {
    byte[] tar =
        new TarBytes()
            .file("a/0.jpg", "A")
            .file("a/0.cls", "7\n")
            .file("a/0.json", "{}")
            .file("a/1.cls", "8")
            .file("a/1.txt", "words")
            .file("a/1.left.JPEG", "L")
            .file("a/1.right.webp", "R")
            .file("b/1.jpg", "no label")
            .file("b/2.CLS", " ")
            .file("b/2.raw", "B")
            .end();
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly(
            "a/0.jpg=A[7]",
            "a/1.left.JPEG=L[8]",
            "a/1.right.webp=R[8]",
            "b/1.jpg=no label",
            "b/2.raw=B");
  }

  @Test
  void aLabelWithoutAPictureIsNone() {
    byte[] tar = new TarBytes().file("a.cls", "7").file("b.jpg", "B").file("a.jpg", "A").end();
    assertThat(Shards.lines(Shards.tar(tar))).containsExactly("b.jpg=B", "a.jpg=A");
    assertThat(Shards.lines(Shards.allFiles(tar))).containsExactly("a.cls=7", "b.jpg=B", "a.jpg=A");
  }

  @Test
  void aSampleOfManyFilesDoesNotGatherThemAll() {
    TarBytes tar = new TarBytes();
    IntStream.range(0, 40).forEach(i -> tar.file("video." + i + ".jpg", "" + i));
    List<String> lines = Shards.lines(Shards.tar(tar.file("video.cls", "9").end()));
    assertThat(lines).hasSize(40);
    assertThat(lines.get(0)).isEqualTo("video.0.jpg=0");
    // Those that were still held when the label came.
    assertThat(lines.stream().filter(line -> line.endsWith("[9]")).count()).isBetween(1L, 16L);
    assertThat(lines.get(39)).isEqualTo("video.39.jpg=39[9]");
  }

  @Test
  void longNamesAreReadAsGnuAndPaxWriteThem() {
    String name = "d".repeat(120) + "/ü.jpg";
    byte[] tar =
        new TarBytes()
            .member('g', "global", TarBytes.paxLine("comment", "of all"))
            .member('L', "././@LongLink", "1/" + name + "\0")
            .member('K', "././@LongLink", "a link's\0")
            .file("1/cut", "gnu")
            .member(
                'x',
                "PaxHeaders/cut",
                TarBytes.paxLine("mtime", "1.5") + TarBytes.paxLine("path", "2/" + name))
            .file("2/cut", "pax")
            .file("3.jpg", "not the names before")
            .end();
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("1/" + name + "=gnu", "2/" + name + "=pax", "3.jpg=not the names before");
  }

  @Test
  void theSizeOfAPaxHeaderCounts() {
    byte[] content = TarBytes.text("x".repeat(600));
    byte[] tar =
        new TarBytes()
            .member('x', "PaxHeaders/a", TarBytes.paxLine("size", "600"))
            .declared("a.jpg", '0', "0")
            .content(content)
            .file("b.jpg", "B")
            .end();
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("a.jpg=" + "x".repeat(600), "b.jpg=B");
  }

  @Test
  void whatFollowsTheEndIsNotRead() {
    byte[] tar =
        new TarBytes().file("a.jpg", "A").raw(new byte[1024]).raw(new byte[] {1, 2, 3}).open();
    assertThat(Shards.lines(Shards.tar(tar))).containsExactly("a.jpg=A");
    byte[] noise = new byte[1536];
    Arrays.fill(noise, 1024, 1536, (byte) 7);
    assertThat(Shards.lines(Shards.tar(new TarBytes().file("a.jpg", "A").raw(noise).open())))
        .containsExactly("a.jpg=A");
  }

  @Test
  void tarsPutTogetherAreReadToTheLast() throws IOException {
    byte[] tar =
        new TarBytes()
            .raw(new TarBytes().file("a.jpg", "A").end())
            .raw(new byte[8192])
            .raw(new TarBytes().file("b.jpg", "B").end())
            .end();
    assertThat(Shards.lines(Shards.tar(tar))).containsExactly("a.jpg=A", "b.jpg=B");
    assertThat(Shards.lines(Shards.tar(Shards.gzip(tar)))).containsExactly("a.jpg=A", "b.jpg=B");
    assertThat(Shards.lines(Shards.indexed(tar))).containsExactly("a.jpg=A", "b.jpg=B");
  }

  @Test
  void sideFilesAndHiddenOnesAreCounted() throws IOException {
    TarBytes tar = new TarBytes().member('V', "volume", "").member('D', "src/", "Na.jpg\0");
    tar.file("1.jpg", "A").file("1.cls", "7").file("1.npy", "N").file("1.__url__", "U");
    tar.file("1.json", "{}").file("__MACOSX/._1.jpg", "M").file("_DSC1.JPG", "D");
    tar.declared("pipe", '6', "0");
    try (ShardReader reader = Shards.open(tar.end())) {
      List<ShardEntry> entries = new ArrayList<>();
      reader.forEachRemaining(entries::add);
      assertThat(Shards.lines(entries)).containsExactly("1.jpg=A[7]", "_DSC1.JPG=D");
      assertThat(reader.leftOut().reasons())
          .isEqualTo(
              Map.of(
                  Reason.SIDE_FILE, new LeftOut.Names(3, "1.__url__"),
                  Reason.HIDDEN, new LeftOut.Names(1, "__MACOSX/._1.jpg"),
                  Reason.NO_FILE, new LeftOut.Names(1, "pipe")));
    }
    assertThat(Shards.lines(Shards.allFiles(tar.end()))).contains("1.npy=N[7]", "1.__url__=U[7]");
  }

  @Test
  void theLongestNameThatBeginsAPicturesLabelsIt() {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 50; i++) {
      tar.file("22." + i + ".png", "" + i).file("22." + i + ".cls", "label " + i);
    }
    List<String> lines = Shards.lines(Shards.tar(tar.end()));
    assertThat(lines).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(lines.get(i)).isEqualTo("22." + i + ".png=" + i + "[label " + i + "]");
    }
  }

  @Test
  void aLabelMayBeInAFieldOrAText() {
    byte[] tar =
        new TarBytes()
            .file("1.jpg", "A")
            .file("1.json", "{\"a\": {\"b\": 5}}")
            .file("1.txt", "words")
            .file("2.txt", " cat\n")
            .file("2.jpg", "B")
            .file("3.json", "{broken")
            .file("3.jpg", "C")
            .end();
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("1.jpg=A[words]", "2.jpg=B[cat]", "3.jpg=C");
    assertThat(Shards.lines(Shards.labelled(tar, "a.b")))
        .containsExactly("1.jpg=A[5]", "2.jpg=B[cat]", "3.jpg=C");
  }

  @Test
  void aTarOfTarsGivesTheMembersOfEach() throws IOException {
    byte[] first = new TarBytes().file("x.JPEG", "X").file("y.JPEG", "Y".repeat(600)).end();
    byte[] second = new TarBytes().file("x.JPEG", "other").file("x.cls", "own").end();
    TarBytes broken = new TarBytes().file("z.JPEG", "Z").raw(new byte[] {1, 2, 3});
    byte[] tar =
        new TarBytes()
            .file("n01.tar", first)
            .file("deep/n02.tar", second)
            .file("bad.tar", broken.open())
            .file("loose.jpg", "L")
            .end();
    List<String> expected =
        List.of(
            "n01.tar#x.JPEG=X[n01]",
            "n01.tar#y.JPEG=" + "Y".repeat(600) + "[n01]",
            "deep/n02.tar#x.JPEG=other[own]",
            "bad.tar#z.JPEG=Z[bad]",
            "!TRUNCATED@9216 the tar ends within a header",
            "loose.jpg=L");
    assertThat(Shards.lines(Shards.tar(tar))).containsExactlyInAnyOrderElementsOf(expected);
    List<String> parts = new ArrayList<>();
    List<TarRange> ranges = TarIndex.of(new Shards.Bytes(tar), ShardLimits.DEFAULT).ranges(1);
    assertThat(ranges).hasSize(4);
    ranges.forEach(range -> parts.addAll(Shards.lines(Shards.part(tar, range))));
    assertThat(parts).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(Shards.lines(Shards.tar(Arrays.copyOf(tar, 1500 + 512))))
        .containsExactly("n01.tar#x.JPEG=X[n01]", "!TRUNCATED@1536 the tar ends within a header");
  }

  @Test
  void linksHaveTheContentOfWhatTheyLeadTo() throws IOException {
    byte[] tar =
        new TarBytes()
            .file("in/a.jpg", "A")
            .link("in/b.jpg", '1', "in/a.jpg")
            .link("in/c.jpg", '2', "a.jpg")
            .link("d.jpg", '2', "./in/../in/c.jpg")
            .link("gone.jpg", '2', "nowhere.jpg")
            .link("loop.jpg", '2', "loop.jpg")
            .end();
    assertThat(Shards.lines(Shards.indexed(tar)))
        .contains("in/a.jpg=A", "in/b.jpg=A", "in/c.jpg=A", "d.jpg=A")
        .hasSize(6)
        .anyMatch(line -> line.contains("a link to nowhere.jpg"))
        .anyMatch(line -> line.contains("a link to loop.jpg"));
    // Of a packed tar nothing can be read again.
    assertThat(Shards.lines(Shards.tar(Shards.gzip(tar)))).contains("in/a.jpg=A").hasSize(6);
  }

  @Test
  void aMemberThatIsWrittenAgainCountsAsWrittenLast() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "1").file("b.jpg", "B").file("./a.jpg", "2").end();
    assertThat(Shards.lines(Shards.indexed(tar))).containsExactly("b.jpg=B", "a.jpg=2");
  }

  @Test
  void namesThatAreNoUtf8AreLatin1() throws IOException {
    TarBytes bytes = new TarBytes().file("cafe.jpg", "1").file("cafx.jpg", "2").file("ü.jpg", "3");
    byte[] tar = bytes.end();
    TarBytes.rename(tar, 0, new byte[] {'c', 'a', 'f', (byte) 0xe9, '.', 'j', 'p', 'g'});
    TarBytes.rename(tar, 1024, new byte[] {'c', 'a', 'f', (byte) 0xe8, '.', 'j', 'p', 'g'});
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("café.jpg=1", "cafè.jpg=2", "ü.jpg=3");
  }

  @Test
  void namesMayHoldTabsAndEndsOfLines() {
    byte[] tar = new TarBytes().file("a\tb.jpg", "1").file("a\nb.jpg", "2").end();
    assertThat(Shards.lines(Shards.tar(tar))).containsExactly("a\tb.jpg=1", "a\nb.jpg=2");
  }
}

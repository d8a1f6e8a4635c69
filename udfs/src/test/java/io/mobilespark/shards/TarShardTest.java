package io.mobilespark.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        .containsExactly(
            "train/a.jpg=A",
            "train/b.PNG=",
            "train/classes.txt=text",
            "train/no-dot=" + "x".repeat(513));
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
  void aLabelWithoutAPictureIsNotLost() {
    byte[] tar = new TarBytes().file("a.cls", "7").file("b.jpg", "B").file("a.jpg", "A").end();
    assertThat(Shards.lines(Shards.tar(tar))).containsExactly("a.cls=7", "b.jpg=B", "a.jpg=A");
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
  }
}

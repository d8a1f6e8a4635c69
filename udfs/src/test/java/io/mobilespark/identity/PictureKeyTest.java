// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a path is the join key. */
class PictureKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "x.JPEG",
        "x.jpg",
        "val/x.png",
        "/val/n01440764/x.JPEG",
        "file:/tmp/x.jpeg",
        "file:///tmp/x.webp",
        "s3a://bucket/val/x.TIFF",
        "hdfs://name:9000/x.gif",
        "val-00001.tar#x.jpg",
        "s3a://bucket/val.tar.gz#n01440764/x.jpg",
        "val.TGZ#./x.bmp",
        "file:/tmp/train-00000-of-01024#x.jpg",
        "ILSVRC2012_img_train.tar#n01440764.tar#x.JPEG",
        "a.tar.xz#x.png",
        "a.zip#b.tar#c/x.jfif",
        "https://host/val/x.jpg?width=300&v=a/b"
      })
  void foldersShardsAndExtensionsDoNotCount(String picture) {
    assertThat(PictureKey.of(picture)).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource({
    // Case, dots, signs and what only looks like a shard or an extension stay.
    "X.jpg, X",
    "val/photo.v2, photo.v2",
    "val/photo.v2.JPEG, photo.v2",
    "x.jpg.png, x.jpg",
    ".jpg, .jpg",
    "val/pic#1.jpg, pic#1",
    "C:/x.jpg, x",
    // Plain paths are not encoded.
    "val/100%25.jpg, 100%25",
    "val/a+b.jpg, a+b",
    // URIs are, when they are legal ones.
    "file:/tmp/a%20b.jpg, a b",
    "file:/tmp/a+b%2B.jpg, a+b+",
    "s3a://bucket/gr%C3%BCn.jpg, grün",
    "s3a://bucket/grün.jpg, grün",
    "s3a://bucket/val.tar#n0/a%20b%23.jpg, a b#",
    "file:/tmp/a b%20c.jpg, a b%20c",
    "file:/tmp/100%.jpg, 100%",
    // Of the web a query may be all that tells pictures apart.
    "http://host/show?id=7, show?id=7",
    "http://host/gr%C3%BCn.jpg?x=1, grün",
  })
  void theRestOfTheNameStays(String picture, String key) {
    assertThat(PictureKey.of(picture)).isEqualTo(key);
  }

  @Test
  void aFolderIsNoPicture() {
    for (String nothing : new String[] {"", "val/", "val.tar#", "s3a://bucket/"}) {
      assertThatThrownBy(() -> PictureKey.of(nothing)).hasMessageContaining("'" + nothing + "'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "val/n01440764/x.JPEG, n01440764",
    "/0/x.JPEG, 0",
    "0/x.JPEG, 0",
    "x.JPEG, ''",
    "/x.JPEG, ''",
    "s3a://bucket/val/10/x.JPEG, 10",
    "file:/v/a%20b/x.JPEG, a b",
    "val/shard.tar#7/x.JPEG, 7",
    "val/shard.tar#x.JPEG, ''",
  })
  void theFolderIsTheLastOneOfTheMember(String picture, String folder) {
    assertThat(PictureKey.folder(picture)).isEqualTo(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "/data/val/disc/001.jpg, 2, disc/001",
    "/data/val/disc/001.jpg, 3, val/disc/001",
    "/data/val/disc/001.jpg, 9, data/val/disc/001",
    "disc/001, 2, disc/001",
    "001.PNG, 2, 001",
    "./disc//001.jpg, 3, disc/001",
    "file:/data/gr%C3%BCn/001.jpg, 2, grün/001",
    "file:///data/disc/001.jpg, 9, data/disc/001",
    "s3a://bucket/disc/001.jpg, 9, bucket/disc/001",
    "s3a://bucket/a%2Fb/001.jpg, 2, a/b/001",
    "val.tar#disc/001.jpg, 2, disc/001",
    "s3a://bucket/val-0.tar#001.jpg, 2, val-0.tar/001",
    "'val\\n01440764\\x.JPEG', 2, n01440764/x",
    "'C:\\data\\val\\x.JPEG', 9, C:/data/val/x",
    "'data/val\\n01440764\\x.JPEG', 1, x",
  })
  void morePartsAreFoldersBefore(String picture, int parts, String key) {
    assertThat(PictureKey.find(picture, parts)).contains(key);
  }

  @Test
  void whatHasNoNameHasNoKey() {
    for (String nothing : new String[] {"", "val/", "val\\", "val.tar#", "s3a://bucket/", "/"}) {
      assertThat(PictureKey.find(nothing, 3)).isEmpty();
      assertThat(PictureKey.length(nothing)).isZero();
    }
    assertThat(PictureKey.length("file:/a/b.tar#c/d.jpg")).isEqualTo(4);
    assertThat(PictureKey.name("val/disc/001")).isEqualTo("001");
    assertThat(PictureKey.folder("val\\n01440764\\x.JPEG")).isEqualTo("n01440764");
  }
}

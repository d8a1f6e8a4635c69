// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.Manifest;
import io.mobilespark.source.FileKinds;
import io.mobilespark.source.PictureFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.source.SourceKind;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.storage.ObjectSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists as text, CSV and Parquet. */
class ManifestTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void close() throws IOException {
    spark.close();
  }

  @Test
  void linesAreUrisWithOrWithoutALength() throws IOException {
    Path manifest =
        write(
            "m.txt",
            "\ufefffile:/a/x y#1.jpg\t12",
            "",
            "/b/y.jpg,7",
            "  file:///c/z,5.jpg  ",
            "sub/w.jpg , 0",
            "file:/d/ü%20.jpg",
            "http://h/a b%20c.jpg?crop=10,20",
            "https://h/a.jpg?crop=10,20\t30",
            "HTTP://h/a.jpg,40");
    assertThat(read(manifest, "path"))
        .containsExactly(
            new PictureFile("file:/a/x y#1.jpg", 12),
            new PictureFile("file:/b/y.jpg", 7),
            new PictureFile("file:/c/z,5.jpg", ObjectSplit.UNKNOWN),
            new PictureFile("file:" + folder + "/sub/w.jpg", 0),
            new PictureFile("file:/d/ü%20.jpg", ObjectSplit.UNKNOWN),
            new PictureFile("http://h/a b%20c.jpg?crop=10,20", ObjectSplit.UNKNOWN),
            new PictureFile("https://h/a.jpg?crop=10,20", 30),
            new PictureFile("HTTP://h/a.jpg", 40));
  }

  @Test
  void tablesHaveThemInAColumn() throws IOException {
    Path csv =
        write(
            "m.csv",
            "id,image uri,length",
            "1,file:/a.jpg,12",
            "2,\"file:/b,c.jpg\",",
            "3,/d.jpg,x");
    assertThat(read(csv, "image uri"))
        .containsExactly(
            new PictureFile("file:/a.jpg", 12),
            new PictureFile("file:/b,c.jpg", ObjectSplit.UNKNOWN),
            new PictureFile("file:/d.jpg", ObjectSplit.UNKNOWN));
    Path parquet = folder.resolve("table");
    spark.read().option("header", "true").csv(csv.toString()).write().parquet(parquet.toString());
    assertThat(read(parquet, "image uri")).hasSize(3);
    assertFails(csv, "path", "has no column path; it has id, image uri, length");
    assertFails(write("n.csv", "path,b", ",1"), "path", "has no URI in row 1");
  }

  @Test
  void namesAreRelativeToTheManifestWhateverCharactersTheyHave() throws IOException {
    Files.createFile(folder.resolve("a b#c.jpg"));
    Files.createFile(folder.resolve("x%20y.jpg"));
    String in = "file:" + folder + "/";
    Path text =
        write(
            "m.txt",
            "12:30 x.jpg",
            "sub/e\u0301+?%.jpg",
            "a\tb.jpg",
            in + "x%20y.jpg",
            "file://" + folder + "/a%20b%23c.jpg",
            "file://" + folder + "/gone%20a.jpg");
    assertThat(read(text, "path"))
        .extracting(PictureFile::path)
        .containsExactly(
            in + "12:30 x.jpg",
            in + "sub/e\u0301+?%.jpg",
            in + "a\tb.jpg",
            in + "x%20y.jpg",
            in + "a b#c.jpg",
            in + "gone%20a.jpg");
    Path csv =
        write("q.csv", "path", "\"line", "end.jpg\"", "\"a \"\"quoted\"\" one.jpg\"", " blank.jpg");
    assertThat(read(csv, "path"))
        .extracting(PictureFile::path)
        .containsExactly(in + "line\nend.jpg", in + "a \"quoted\" one.jpg", in + " blank.jpg");
    assertSamePaths(text);
  }

  private void assertSamePaths(Path manifest) throws IOException {
    assertThat(files(many(manifest, "path")))
        .containsExactlyInAnyOrderElementsOf(read(manifest, "path"));
  }

  @Test
  void aChecksumOfAnotherTimeConcernsNobody() throws IOException {
    Path manifest = write("m.txt", "a.jpg");
    Files.write(
        folder.resolve(".m.txt.crc"), new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0, 1, 2, 3, 4});
    assertThat(read(manifest, "path")).hasSize(1);
  }

  @Test
  void aPictureThatIsNamedTwiceIsRefused() throws IOException {
    Path manifest = write("m.txt", "file:/a.jpg", "file:/b.jpg,5", "", "/b.jpg", "/a.jpg");
    assertFails(manifest, "path", "names file:/b.jpg twice, in lines 2 and 4");
  }

  @Test
  void whatIsNoManifestIsSaid() throws IOException {
    assertFails(folder.resolve("none.txt"), "path", "There is no manifest");
    assertFails(write("empty.txt", "", "  "), "path", "names no picture");
    assertFails(folder.resolve("none.csv"), "path", "none.csv");
    assertFails(write("m.txt", "nosuch://host/a.jpg"), "path", "nosuch");
  }

  @Test
  void executorsReadItAsTheDriverDoes() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("\ufefffile:/p/0.jpg\t12");
    for (int i = 1; i < 3000; i++) {
      lines.add(i % 3 == 0 ? "file:/p/" + i + ".jpg" : i % 3 == 1 ? "sub/" + i + ".jpg , 7" : "");
    }
    lines.add("file:/p//./x y#1.jpg,5");
    Path manifest = Files.write(folder.resolve("many[1].txt"), lines);
    assertSameList(manifest, "path");
    Path table = folder.resolve("many.parquet");
    spark
        .range(2000)
        .selectExpr("concat('file:/b/', id, '.jpg') AS uri", "id AS length")
        .write()
        .parquet(table.toString());
    assertSameList(table, "uri");
  }

  @Test
  void signedAnewAListIsTheSameWhoeverReadsIt() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> anew = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      // The signatures would change the order.
      String address = "https://h/" + i / 2 + (i % 2 == 0 ? ".jpg" : ".jpg?size=1");
      lines.add(address + (i % 2 == 0 ? "?" : "&") + "sig=" + (i * 7919) % 3000);
      anew.add(address + (i % 2 == 0 ? "?" : "&") + "sig=" + (i * 104_729) % 3000);
    }
    Path manifest = Files.write(folder.resolve("signed.txt"), lines);
    Path again = Files.write(folder.resolve("anew.txt"), anew);
    assertSameList(manifest, "path");
    RunList first = manifest(manifest, "path").list(listing("first"), 0);
    RunList second = manifest(again, "path").list(listing("second"), Long.MAX_VALUE);
    assertThat(second.index().digest()).isEqualTo(first.index().digest());
    RunList moved = first.at(second);
    assertThat(files(moved)).isEqualTo(files(second)).isNotEqualTo(files(first));
    assertThat(moved.index().parts()).isEqualTo(first.index().parts());
  }

  @Test
  void aListIsOfTheWebOnlyWhereAllOfItIs() throws IOException {
    Path web = write("web.txt", "https://h/a.jpg", "https://i/b.jpg?id=1");
    Path mixed = write("mixed.txt", "https://h/a.jpg", "file:/a.jpg");
    assertThat(many(web, "path").index().onlyWeb()).isTrue();
    assertThat(many(mixed, "path").index().onlyWeb()).isFalse();
    assertThat(many(mixed, "path").index().web()).isTrue();
  }

  @Test
  void aHostThatCannotBeAskedIsNoReasonToRefuseAList() throws IOException {
    Path manifest = write("m.txt", "https://a_b/a.jpg", "https://h/b.jpg");
    assertThat(read(manifest, "path")).hasSize(2);
    assertThat(files(many(manifest, "path"))).hasSize(2);
  }

  @Test
  void executorsFindPicturesThatWereSignedTwice() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      lines.add("https://h/a.jpg?x=1&sig=1&y=" + i);
    }
    lines.add("https://h/a.jpg?x=1&sig=2&y=0");
    Path manifest = Files.write(folder.resolve("signed.txt"), lines);
    assertThatThrownBy(() -> many(manifest, "path"))
        .hasMessageContaining("names https://h/a.jpg?x=1&y=0 twice, in lines 1 and 3001");
  }

  @Test
  void executorsFindTheLinesThatAreWrong() throws IOException {
    Path twice = write("m.txt", "file:/a.jpg", "file:/b.jpg,5", "", "/b.jpg", "/a.jpg");
    assertThatThrownBy(() -> many(twice, "path"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("names file:/a.jpg twice, in lines 1 and 5");
    Path none = write("n.txt", "file:/a.jpg", "a:b:c://d");
    assertThatThrownBy(() -> many(none, "path"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("has no URI in line 2: a:b:c://d");
    Path blank = write("blank.txt", "", "  ");
    assertThatThrownBy(() -> many(blank, "path")).hasMessageContaining("names no picture");
    Path nowhere = write("s.txt", "nosuch://host/a.jpg");
    assertThatThrownBy(() -> many(nowhere, "path"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("cannot be read: ")
        .hasMessageContaining("nosuch")
        .hasMessageNotContaining("\n");
  }

  private void assertSameList(Path manifest, String column) throws IOException {
    RunList many = many(manifest, column);
    RunList few = manifest(manifest, column).list(listing("few"), Long.MAX_VALUE);
    assertThat(many.index().files()).isGreaterThan(1500);
    assertThat(many.index().digest()).isEqualTo(few.index().digest());
    assertThat(files(many)).isEqualTo(files(few));
  }

  private RunList many(Path manifest, String column) {
    return manifest(manifest, column).list(listing("many"), 0);
  }

  private static List<PictureFile> files(RunList list) throws IOException {
    List<PictureFile> files = new ArrayList<>();
    try (ListCursor cursor = list.from(0)) {
      cursor.files(files::add);
    }
    return files;
  }

  private RunListing listing(String run) {
    org.apache.hadoop.fs.Path lists = new org.apache.hadoop.fs.Path(folder.toUri() + "/lists");
    return new RunListing(
        spark, List.of(), FileKinds.of(SourceKind.MANIFEST, ShardRules.DEFAULT), lists, run);
  }

  private static ManifestListing manifest(Path manifest, String column) {
    return new ManifestListing(new Manifest(spark, manifest.toString(), column));
  }

  private void assertFails(Path manifest, String column, String says) {
    assertThatThrownBy(() -> read(manifest, column))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(says)
        .hasMessageNotContaining("\n");
  }

  private List<PictureFile> read(Path manifest, String column) {
    return new Manifest(spark, manifest.toString(), column).read();
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }
}

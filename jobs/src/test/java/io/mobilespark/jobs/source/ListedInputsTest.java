// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.testing.PagedFileSystem;
import io.mobilespark.source.PictureListing;
import io.mobilespark.source.Access;
import io.mobilespark.source.PathOrder;
import io.mobilespark.source.PictureFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.LeftOut.Reason;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and globs, few and many, are found to the last file and each file once. */
class ListedInputsTest {
  @SuppressWarnings("NullAway.Init")
  private static SparkSession spark;

  @TempDir private Path folder;

  private LeftOut leftOut = LeftOut.NONE;
  private boolean allFiles;

  @BeforeAll
  static void open() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.hadoop.fs.paged.impl", PagedFileSystem.class.getName())
            .getOrCreate();
  }

  @AfterAll
  static void close() throws IOException {
    spark.close();
  }

  @BeforeEach
  void empty() {
    PagedFileSystem.reset();
  }

  @Test
  void aFewFoldersAreListedHere() throws IOException {
    add("all/a/", 10);
    add("all/a/b/", 10);
    add("all/.hidden/", 5);
    add("all/a/_hidden/", 3);
    assertThat(list("paged://host/all")).hasSize(20);
    assertThat(list("paged://host/all", "paged://host/all/a")).hasSize(20);
    assertThat(list("paged://host/all/a/000001.jpg", "paged://host/all/*/b")).hasSize(11);
    assertThat(list("paged://host/{all/a,none}/00000[2-4].jpg")).hasSize(3);
  }

  @Test
  void manyFoldersAreListedByExecutorsAndEachOnce() throws IOException {
    for (int i = 0; i < 1000; i++) {
      add(String.format(Locale.ROOT, "all/%04d/", i), 20);
    }
    assertThat(list("paged://host/all")).hasSize(20_000).doesNotHaveDuplicates();
    // A page for each folder, one for the root, and what was looked at beforehand.
    assertThat(PagedFileSystem.PAGES.get()).isBetween(1001L, 1010L);
    PagedFileSystem.PAGES.set(0);
    assertThat(list("paged://host/all/*/00000?.jpg", "paged://host/all/0001"))
        .hasSize(10_010)
        .doesNotHaveDuplicates();
    assertThat(PagedFileSystem.PAGES.get()).isBetween(1001L, 1010L);
    assertThatThrownBy(() -> list("paged://host/all/*/*.png"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage("There is no input paged://host/all/*/*.png");
  }

  @Test
  void foldersOfNextToNothingAreListedTogether() throws IOException {
    for (int i = 0; i < 5000; i++) {
      add(String.format(Locale.ROOT, "all/%04d/", i), 2);
    }
    assertThat(list("paged://host/all")).hasSize(10_000);
    assertThat(PagedFileSystem.PAGES.get()).isLessThanOrEqualTo(5 + 4 + 10);
  }

  @Test
  void oneFolderOfVeryManyFilesIsListedByAnExecutor() throws IOException {
    add("all/", RunListing.FEW + 5000);
    add("all/more/", 10);
    assertThat(list("paged://host/all")).hasSize(RunListing.FEW + 5010).doesNotHaveDuplicates();
  }

  @Test
  void whatMobileSparkWroteIsLeftOutUnlessItIsNamed() throws IOException {
    for (String name : List.of("pictures", "table", "shards", "strangers")) {
      Files.createDirectories(folder.resolve(name + "/sub/_mobilespark"));
      Files.writeString(folder.resolve(name + "/sub/a.jpg"), "x");
      Files.createDirectories(folder.resolve(name + "/sub/deep"));
      Files.writeString(folder.resolve(name + "/sub/deep/b.jpg"), "x");
    }
    Files.writeString(folder.resolve("table/sub/_mobilespark/run.json"), "{\"pictures\": 5}");
    Files.writeString(folder.resolve("shards/sub/_mobilespark/output.json"), "{\"kind\":\"pack\"}");
    Files.writeString(folder.resolve("shards/sub/_mobilespark/pack.json"), "{\"shards\": []}");
    assertThat(list("file:" + folder)).hasSize(6).noneMatch(path -> path.contains("/table/"));
    assertThat(list("file:" + folder + "/table/sub")).hasSize(2);
    assertThat(list("file:" + folder + "/[a-z]*/*")).hasSize(6);
    assertThat(leftOut.reasons().get(Reason.OWN_OUTPUT))
        .isEqualTo(new LeftOut.Names(1, "file:" + folder + "/table/sub"));
  }

  @Test
  void whatIsLeftOutIsCountedByReasonWithTheFirstOfEach() throws IOException {
    files("a/_DSC0001.JPG", "a/._DSC0001.JPG", "a/_SUCCESS", "a/b.jpg", "a/b.txt", "a/Thumbs.db");
    files("a/_thumbs/c.jpg", "a/.git/d", "a/.git/e", "a/sub/00000_stats.json", "a/sub/x.unknown");
    files("a/sub/00000.parquet");
    String a = "file:" + folder + "/a/";
    LeftOut expected =
        LeftOut.NONE
            .plus(Reason.HIDDEN, new LeftOut.Names(4, a + "._DSC0001.JPG"))
            .plus(Reason.SIDE_FILE, new LeftOut.Names(4, a + "Thumbs.db"));
    List<String> shown = List.of(a + "_DSC0001.JPG", a + "b.jpg", a + "sub/x.unknown");
    assertThat(list(folder + "/a")).isEqualTo(shown);
    assertThat(leftOut).isEqualTo(expected);
    assertThat(list(folder + "/a/*.jpg", folder + "/*/*", folder + "/a/b.txt"))
        .contains(a + "b.txt")
        .containsAll(shown);
    assertThat(list(folder + "/a/*.txt")).containsExactly(a + "b.txt");
    allFiles = true;
    assertThat(list(folder + "/a")).hasSize(7).contains(a + "b.txt", a + "sub/00000.parquet");
    assertThat(leftOut.reasons()).containsOnlyKeys(Reason.HIDDEN);
  }

  @Test
  void whatIsLeftOutOfAnObjectStoreIsCountedAlike() throws IOException {
    for (int i = 0; i < 5000; i++) {
      add(String.format(Locale.ROOT, "all/%04d/", i), 1);
    }
    PagedFileSystem.KEYS.addAll(
        List.of("all/0007/_x.jpg", "all/0007/x.json", "all/0008/.h/a", "all/0008/.h/b/c"));
    assertThat(list("paged://host/all")).hasSize(5001);
    assertThat(leftOut)
        .isEqualTo(
            LeftOut.NONE
                .plus(Reason.HIDDEN, "paged://host/all/0008/.h")
                .plus(Reason.SIDE_FILE, "paged://host/all/0007/x.json"));
  }

  @Test
  void everyFolderIsListedOnceHoweverManyLinksLeadToIt() throws IOException {
    files("in/a.jpg", "in/sub/b.jpg", "other/deep/c.jpg", "in/.hidden/d.jpg");
    link("in/loop", "in");
    link("in/sub/up", "in");
    link("in/sub/self", "in/sub/self");
    link("in/gone.jpg", "nowhere");
    link("in/twice", "other");
    link("in/deep", "other/deep");
    link("in/seen", "in/.hidden");
    String in = "file:" + folder + "/in/";
    assertThat(list(folder + "/in"))
        .containsExactly(
            in + "a.jpg",
            in + "deep/c.jpg",
            in + "gone.jpg",
            in + "seen/d.jpg",
            in + "sub/b.jpg",
            in + "sub/self");
    assertThat(leftOut.reasons().get(Reason.LINKED_AGAIN))
        .isEqualTo(new LeftOut.Names(3, in + "loop"));
    assertThat(list(folder + "/in/*")).hasSize(6);
  }

  @Test
  void linksAtAnInnerLevelOfAGlobAreFollowedOnceToo() throws IOException {
    files("in/a/x/1.jpg", "in/b/x/2.jpg", "other/x/3.jpg", "in/.hidden/x/4.jpg");
    link("in/again", "in/a");
    link("in/loop", "in");
    link("in/one", "other");
    link("in/two", "other");
    link("in/seen", "in/.hidden");
    link("in/b/up", "in/a/x");
    String in = "file:" + folder + "/in/";
    List<String> once =
        List.of(in + "a/x/1.jpg", in + "b/x/2.jpg", in + "one/x/3.jpg", in + "seen/x/4.jpg");
    assertThat(list(folder + "/in/*/x/*.jpg")).isEqualTo(once);
    assertThat(leftOut.reasons().get(Reason.LINKED_AGAIN))
        .isEqualTo(new LeftOut.Names(3, in + "again"));
    assertThat(list(folder + "/in/*/x")).isEqualTo(once);
    assertThat(list(folder + "/in/*/*/*.jpg")).isEqualTo(once);
    assertThat(list(folder + "/in/*/*")).isEqualTo(once);
    assertThat(list(folder + "/i?/*/{x,up}/*")).isEqualTo(once);
    assertThat(list(folder + "/in/t*/x/*.jpg")).containsExactly(in + "two/x/3.jpg");
    assertThat(list(folder + "/in/ag*/x/*", folder + "/in/a")).containsExactly(in + "a/x/1.jpg");
    assertThat(new PictureListing(new Configuration()).list(List.of(folder + "/in/*/x/*.jpg")))
        .extracting(PictureFile::path)
        .isEqualTo(once);
  }

  @Test
  void linksAmongVeryManyFoldersAreFollowedOnceToo() throws IOException {
    for (int i = 0; i < 400; i++) {
      files("in/" + i + "/a.jpg", "other/" + i + "/a.jpg");
      link("in/" + i + "/up", "in");
    }
    link("in/other", "other");
    assertThat(list(folder + "/in")).hasSize(800).doesNotHaveDuplicates();
    assertThat(leftOut.reasons().get(Reason.LINKED_AGAIN)).extracting("count").isEqualTo(400L);
  }

  @Test
  void namesAreTakenAsTheyStand() throws IOException {
    List<String> names =
        List.of(
            "12:30.jpg",
            "a b.jpg",
            "c#d.jpg",
            "e?f.jpg",
            "g%41h.jpg",
            "i+j.jpg",
            "nfd-e\u0301.jpg",
            "tab\t.jpg",
            "line\n.jpg",
            "br[0]{1}.jpg");
    for (String name : names) {
      files("photos [2020]/" + name, "photos 2/no.jpg");
    }
    String in = "file:" + folder + "/photos [2020]/";
    String[] paths = names.stream().map(name -> in + name).toArray(String[]::new);
    assertThat(list(folder + "/photos [2020]/*.jpg")).containsExactlyInAnyOrder(paths);
    assertThat(list(folder + "/ph*[2020]/*.jpg")).isNotEmpty();
    assertThat(list(folder + "/*/[0-9]*:*.jpg")).containsExactly(in + "12:30.jpg");
    assertThat(list(folder + "/photos [2020]")).containsExactlyInAnyOrder(paths);
    assertThat(list("file://" + folder + "/photos%20%5B2020%5D/a%20b.jpg"))
        .containsExactly(in + "a b.jpg");
    assertThat(list(folder + "/photos [2020]/12:30.jpg")).containsExactly(in + "12:30.jpg");
    assertThat(list("file:" + folder + "/photos [2020]/g%41h.jpg")).hasSize(1);
  }

  @Test
  void aRangeNamesEachOfItsFiles() throws IOException {
    files("s/000008.jpg", "s/000009.jpg", "s/000010.jpg", "s/9.jpg", "s/10.jpg");
    assertThat(list(folder + "/s/{000008..000010}.jpg")).hasSize(3);
    assertThat(list(folder + "/s/{9..10}.*")).hasSize(2);
    assertThatThrownBy(() -> list(folder + "/s/{000008..000011}.jpg"))
        .hasMessage("There is no input " + folder + "/s/000011.jpg");
    assertThatThrownBy(() -> list(folder + "/s/{9..8}.jpg")).hasMessageContaining("{9..8}");
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), folder.resolve(target));
  }

  @Test
  void whatCannotBeListedIsOneLine() throws IOException {
    add("a/", 5);
    assertThatThrownBy(() -> list("paged://denied/a"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("Access to the input paged://denied/a is denied")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> list("paged://host/none"))
        .hasMessage("There is no input paged://host/none");
    Files.createDirectory(folder.resolve("none"));
    assertThatThrownBy(() -> list("file:" + folder + "/none"))
        .hasMessageStartingWith("No pictures in");
  }

  private List<String> list(String... inputs) throws IOException {
    org.apache.hadoop.fs.Path lists = new org.apache.hadoop.fs.Path(folder.toUri() + "/.lists[1]");
    SourceSettings one = SourceSettings.of(List.of(inputs));
    SourceSettings settings =
        new SourceSettings(
            one.kind(),
            one.inputs(),
            one.columns(),
            one.keepLabel(),
            new ShardRules(allFiles, "", ExampleFeatures.DEFAULT),
            one.prefetch());
    RunInput input = RunInput.list(spark, settings, lists, "run", files -> {});
    List<String> paths = new ArrayList<>();
    try (ListCursor cursor = input.list().from(0)) {
      cursor.files(file -> paths.add(file.path()));
    }
    leftOut = input.list().index().leftOut();
    assertThat(paths).isSortedAccordingTo(PathOrder.BYTES);
    assertThat(input.list().index().files()).isEqualTo(paths.size());
    return paths;
  }

  private static void add(String prefix, int keys) {
    for (int i = 0; i < keys; i++) {
      PagedFileSystem.KEYS.add(prefix + String.format(Locale.ROOT, "%06d.jpg", i));
    }
  }
}

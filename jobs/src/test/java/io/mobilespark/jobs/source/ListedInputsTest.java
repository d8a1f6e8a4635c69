package io.mobilespark.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private long leftOut;

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
    assertThat(list("file:" + folder)).hasSize(6).noneMatch(path -> path.contains("/table/"));
    assertThat(list("file:" + folder + "/table/sub")).hasSize(2);
    assertThat(list("file:" + folder + "/[a-z]*/*")).hasSize(6);
    assertThat(leftOut).isEqualTo(1);
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
    org.apache.hadoop.fs.Path lists = new org.apache.hadoop.fs.Path(folder.toUri() + "/.lists");
    RunInput input =
        RunInput.list(spark, SourceSettings.of(List.of(inputs)), lists, "run", files -> {});
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

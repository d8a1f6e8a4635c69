// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.testing.PagedFileSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Object stores are asked for pages, and never for a single key. */
class ListedPagesTest {
  private final PictureListing listing = new PictureListing(PagedFileSystem.configuration());

  @BeforeEach
  void empty() {
    PagedFileSystem.reset();
  }

  @Test
  void aFlatPrefixTakesAPageForEachThousand() {
    add("all/", 100_000);
    assertThat(listing.list(List.of("paged://host/all"))).hasSize(100_000);
    assertThat(PagedFileSystem.PAGES).hasValue(100);
    assertThat(PagedFileSystem.HEADS).hasValue(1);
  }

  @Test
  void aFewFoldersAreListedSideBySide() {
    for (int i = 0; i < 10; i++) {
      add("all/folder" + i + "/deep/", 2500);
    }
    add("all/.hidden/", 5000);
    add("all/folder3/_hidden/", 3);
    List<PictureFile> files = listing.list(List.of("paged://host/all"));
    assertThat(files).hasSize(25_000).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    assertThat(PagedFileSystem.PAGES).hasValue(1 + 10 + 10 * 3);
    assertThat(PagedFileSystem.HEADS).hasValue(1);
  }

  @Test
  void manyFoldersDoNotTakeAPageEach() {
    for (int i = 0; i < 5000; i++) {
      add(String.format(Locale.ROOT, "all/%04d/", i), 2);
    }
    assertThat(listing.list(List.of("paged://host/all"))).hasSize(10_000);
    assertThat(PagedFileSystem.PAGES.get()).isLessThanOrEqualTo(5 + 4 + 10);
    assertThat(PagedFileSystem.HEADS).hasValue(1);
  }

  @Test
  void aBucketIsAFolder() {
    add("", 3);
    add("a/", 3);
    assertThat(listing.list(List.of("paged://host/"))).hasSize(6);
  }

  @Test
  void aStoreThatDeniesListingOrReadingIsOneLineBeforeAnythingStarts() {
    add("a/", 5);
    assertThatThrownBy(() -> listing.list(List.of("paged://denied/a")))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("Access to the input paged://denied/a is denied")
        .hasMessageNotContaining("\n");
    List<PictureFile> unread = listing.list(List.of("paged://unread/a"));
    Access access = new Access(PagedFileSystem.configuration());
    assertThatThrownBy(() -> access.check(paths(unread)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageStartingWith("Access to paged://unread/ is denied: ")
        .hasMessageNotContaining("\n");
    PagedFileSystem.HEADS.set(0);
    List<PictureFile> read = new ArrayList<>(listing.list(List.of("paged://host/a")));
    read.add(0, new PictureFile("paged://host/gone", 5));
    access.check(paths(read));
    assertThat(PagedFileSystem.HEADS).hasValue(2);
  }

  private static List<String> paths(List<PictureFile> files) {
    return files.stream().map(PictureFile::path).toList();
  }

  private static void add(String prefix, int keys) {
    for (int i = 0; i < keys; i++) {
      PagedFileSystem.KEYS.add(prefix + String.format(Locale.ROOT, "%06d.jpg", i));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.storage.NamedPictures;
import io.mobilespark.storage.PrefetchLimits;
import io.mobilespark.storage.TaskStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablePicturesTest {
  @Test
  void rowsArePicturesOrReasons() throws IOException {
    byte[] content = {1, 2, 3};
    List<Row> rows =
        List.of(
            RowFactory.create(content, "a", "cat", false, null),
            RowFactory.create(null, "b", "dog", false, null),
            RowFactory.create(new byte[11], "c", null, false, null));
    TablePictures pictures = new TablePictures(rows.iterator(), 10, named(""));
    FetchedPicture first = pictures.next();
    assertThat(((Encoded) first).content()).isSameAs(content);
    assertThat(first.label()).contains("cat");
    assertThat(pictures.next())
        .isEqualTo(new Unfetched("b", "EMPTY", "the content is null", Optional.of("dog")));
    assertThat(pictures.next())
        .isEqualTo(new Unfetched("c", "TOO_LARGE", "the content has 11 bytes, more than 10"));
    assertThat(pictures.hasNext()).isFalse();
  }

  @Test
  void aRowWithoutAKeyIsAReason() throws IOException {
    List<Row> rows = List.of(RowFactory.create(new byte[1], "t#no-key-1", "cat", true, null));
    TablePictures pictures = new TablePictures(rows.iterator(), 10, named(""));
    assertThat(pictures.next())
        .isEqualTo(
            new Unfetched("t#no-key-1", "NO_KEY", "the key is null or empty", Optional.of("cat")));
  }

  @Test
  void aPictureThatIsNamedIsReadFromThere(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a b%20.jpg"), new byte[] {7, 8});
    List<Row> rows =
        List.of(
            RowFactory.create(null, "k", "cat", false, "a b%20.jpg"),
            RowFactory.create(null, "l", null, false, folder + "/a b%20.jpg"),
            RowFactory.create(null, "m", null, false, "gone.jpg"));
    TablePictures pictures = new TablePictures(rows.iterator(), 10, named(folder.toString()));
    FetchedPicture first = pictures.next();
    assertThat(((Encoded) first).content()).containsExactly(7, 8);
    assertThat(first.path()).isEqualTo("k");
    assertThat(first.label()).contains("cat");
    assertThat(((Encoded) pictures.next()).content()).containsExactly(7, 8);
    assertThat(pictures.next()).isEqualTo(new Unfetched("m", "NOT_FOUND", "not there"));
  }

  private static NamedPictures named(String folder) {
    return new NamedPictures(
        new TaskStorage(new Configuration(false), 10, PrefetchLimits.DEFAULT, () -> false), folder);
  }
}

package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class TablePicturesTest {
  @Test
  void rowsArePicturesOrReasons() {
    byte[] content = {1, 2, 3};
    List<Row> rows =
        List.of(
            RowFactory.create(content, "a", "cat", false),
            RowFactory.create(null, "b", "dog", false),
            RowFactory.create(new byte[11], "c", null, false));
    TablePictures pictures = new TablePictures(rows.iterator(), 10);
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
  void aRowWithoutAKeyIsAReason() {
    List<Row> rows = List.of(RowFactory.create(new byte[1], "t#no-key-1", "cat", true));
    TablePictures pictures = new TablePictures(rows.iterator(), 10);
    assertThat(pictures.next())
        .isEqualTo(
            new Unfetched("t#no-key-1", "NO_KEY", "the key is null or empty", Optional.of("cat")));
  }
}

package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
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
            RowFactory.create(content, "a", "cat"),
            RowFactory.create(null, "b", "dog"),
            RowFactory.create(new byte[11], "c", null));
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
  void aRowWithoutAKeyFailsInOneLine() {
    List<Row> rows = List.of(RowFactory.create(new byte[1], null, null));
    TablePictures pictures = new TablePictures(rows.iterator(), 10);
    assertThatThrownBy(pictures::next)
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("no key");
  }
}

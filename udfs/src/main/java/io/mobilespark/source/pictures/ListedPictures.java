// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.source.FoundParts;
import io.mobilespark.source.PictureFile;
import io.mobilespark.storage.ObjectSplit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Takes from what was found what a query does not ask for, before anything is read.
 *
 * @param wanted by the query
 */
record ListedPictures(Wanted wanted) {
  FoundParts of(FoundParts all) {
    Stream<PictureFile> pictures = all.pictures().stream();
    if (!wanted.filters().isEmpty()) {
      Predicate<InternalRow> whole = wanted.filters().predicate();
      // What a length is that nobody has listed, reading tells.
      Predicate<InternalRow> rest =
          wanted.filters().without(PictureColumns.LENGTH).predicate();
      pictures =
          pictures.filter(
              picture ->
                  (picture.length() == ObjectSplit.UNKNOWN ? rest : whole)
                      .test(PictureValues.listed(picture)));
    }
    List<PictureFile> kept = pictures.toList();
    return limited(
        new FoundParts(kept, all.shards(), all.modifiedMillis(), all.leftOut()));
  }

  /** A loose picture is a row for certain, unless its length is to decide. */
  private FoundParts limited(FoundParts all) {
    boolean certain =
        !wanted.filters().needs(PictureColumns.LENGTH)
            || all.pictures().stream().noneMatch(each -> each.length() == ObjectSplit.UNKNOWN);
    if (all.pictures().size() < wanted.limit() || !certain) {
      return all;
    }
    List<PictureFile> first = all.pictures().subList(0, (int) wanted.limit());
    return new FoundParts(first, List.of(), all.modifiedMillis(), all.leftOut());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.PathOrder;
import io.mobilespark.source.PictureFile;
import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.WebAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * Writes the files of a list once more with the addresses of another one, as both are sorted by
 * key: holds no more than a row of each.
 *
 * @param old the list
 * @param listed where its pictures are by now
 */
record NewAddresses(RunList old, RunList listed, Configuration hadoop) {
  /** The index of the list in new files; those of before are still there. */
  ListIndex files() throws IOException {
    List<ListFile> files = new ArrayList<>();
    try (ListCursor addresses = listed.from(0)) {
      for (ListFile file : old.index().list()) {
        String name =
            ListTask.file(old.folder(), old.run(), files.size(), "-" + listed.run()).getName();
        Path from = new Path(old.folder(), file.name());
        try (ParquetReader<Group> rows = ListCursor.reader(from, FilterCompat.NOOP, hadoop);
            ListFileWriter writer = new ListFileWriter(new Path(old.folder(), name), hadoop)) {
          for (Group row = rows.read(); row != null; row = rows.read()) {
            writer.add(anew(ListCursor.file(row), addresses));
          }
        }
        files.add(new ListFile(name, file.parts(), file.pictures(), file.first()));
      }
    }
    return old.index().inFiles(files);
  }

  private static PictureFile anew(PictureFile file, ListCursor addresses) throws IOException {
    if (!WebAddress.isWeb(file.path())) {
      return file;
    }
    String key = WebAddress.key(file.path());
    for (Optional<String> next = addresses.peekPath();
        next.isPresent() && PathOrder.BYTES.compare(WebAddress.key(next.get()), key) <= 0;
        next = addresses.peekPath()) {
      if (WebAddress.key(next.get()).equals(key)) {
        return new PictureFile(next.get(), file.length());
      }
      addresses.take(0, 1);
    }
    throw new MobileSparkException("The run cannot be resumed: the input lacks " + key);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.PathOrder;
import io.mobilespark.storage.DoneMembers;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.api.Binary;

/**
 * Keys of the members of shards, stored in their order; of a shard, only what may hold its members
 * is read.
 *
 * @param folder of the files
 * @param files in order
 */
record StoredKeys(String folder, List<ListFile> files) implements DoneMembers {
  StoredKeys {
    files = List.copyOf(files);
  }

  @Override
  public Set<String> of(String shard, Configuration hadoop) throws IOException {
    String from = shard + "#";
    // The character after that sign.
    String to = shard + "$";
    FilterCompat.Filter members =
        FilterCompat.get(
            FilterApi.and(
                FilterApi.gtEq(
                    FilterApi.binaryColumn(ListFileWriter.PATH), Binary.fromString(from)),
                FilterApi.lt(FilterApi.binaryColumn(ListFileWriter.PATH), Binary.fromString(to))));
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < files.size(); i++) {
      boolean before =
          i + 1 < files.size() && PathOrder.BYTES.compare(files.get(i + 1).first(), from) <= 0;
      boolean after = PathOrder.BYTES.compare(files.get(i).first(), to) >= 0;
      if (!before && !after) {
        Path file = new Path(folder, files.get(i).name());
        try (ParquetReader<Group> reader = ListCursor.reader(file, members, hadoop)) {
          for (Group row = reader.read(); row != null; row = reader.read()) {
            keys.add(row.getString(0, 0));
          }
        }
      }
    }
    return keys;
  }
}

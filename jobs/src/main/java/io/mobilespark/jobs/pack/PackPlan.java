// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import io.mobilespark.source.PictureFile;
import io.mobilespark.shards.TarShardWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pictures go to which shard: in the order of their paths, so that the same listing gives the
 * same shards.
 *
 * @param format of the shards
 * @param shardBytes a shard ends before the picture that would pass them
 * @param shards how their names begin
 */
record PackPlan(PackFormat format, long shardBytes, String shards) {

  /**
   * Units that hold every picture once.
   *
   * @param folders that names in a tar are relative to, as far as all pictures lie below them
   */
  List<PackUnit> units(List<PictureFile> pictures, List<String> folders) {
    String base = base(pictures, folders);
    List<PackUnit> units = new ArrayList<>();
    int from = 0;
    while (from < pictures.size()) {
      int to = from;
      long bytes = 0;
      while (to < pictures.size() && (to == from || bytes + size(pictures, to) <= shardBytes)) {
        bytes += size(pictures, to++);
      }
      units.add(unit(units.size(), pictures.subList(from, to), base));
      from = to;
    }
    return units;
  }

  private static long size(List<PictureFile> pictures, int at) {
    return TarShardWriter.size(pictures.get(at).length());
  }

  private PackUnit unit(int number, List<PictureFile> pictures, String base) {
    return new PackUnit(
        format.file(shards, number),
        pictures.stream().map(PictureFile::path).toList(),
        pictures.stream().mapToLong(PictureFile::length).toArray(),
        pictures.stream().map(picture -> name(picture.path(), base)).toList());
  }

  private String name(String path, String base) {
    return format == PackFormat.TAR ? path.substring(base.length()).replaceAll("/+", "/") : path;
  }

  /** The folder that holds all, with its last slash; empty where there is none. */
  private static String base(List<PictureFile> pictures, List<String> folders) {
    String base = folders.isEmpty() ? folder(pictures.get(0).path()) : folders.get(0) + "/";
    for (String folder : folders) {
      base = common(base, folder + "/");
    }
    for (PictureFile picture : pictures) {
      base = common(base, picture.path());
    }
    return base;
  }

  private static String common(String base, String path) {
    int same = 0;
    while (same < base.length() && same < path.length() && base.charAt(same) == path.charAt(same)) {
      same++;
    }
    return folder(base.substring(0, same));
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}

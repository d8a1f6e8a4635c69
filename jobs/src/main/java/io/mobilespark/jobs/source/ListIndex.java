// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FileKinds;
import io.mobilespark.source.PathOrder;
import io.mobilespark.source.SourcePart;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.source.SourceKind;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.shards.TarRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a run's list is, beside its files; {@code RUN.json} among them.
 *
 * @param source what was listed, as asked for; a phrase each
 * @param kind what the files are
 * @param tables whether the files are those of a table
 * @param count how much is known of the number of pictures
 * @param digest of keys and lengths of all files that were listed; 64 hexadecimal digits
 * @param files that were listed
 * @param parts that the run has; fewer where a table has some already, more where tars are cut
 * @param pictures that the parts probably hold
 * @param sample some files of each store
 * @param cuts parts of large tars, by the tar's path
 * @param list the files that hold it, in order
 * @param leftOut names that were left out
 * @param rules what members of shards mean
 * @param records what names of TFRecords have in common that do not say so
 */
public record ListIndex(
    List<String> source,
    SourceKind kind,
    boolean tables,
    Count count,
    String digest,
    long files,
    long parts,
    long pictures,
    List<String> sample,
    Map<String, List<TarRange>> cuts,
    List<ListFile> list,
    LeftOut leftOut,
    ShardRules rules,
    Set<String> records) {

  /** What is known of the number of pictures. */
  public enum Count {
    /** Every part is one. */
    EXACT,
    /** Parts hold many, as many as their size lets expect. */
    ABOUT,
    /** Nobody tells even a size. */
    UNKNOWN
  }

  /** Copies the collections. */
  public ListIndex {
    source = List.copyOf(source);
    sample = List.copyOf(sample);
    cuts = Map.copyOf(cuts);
    list = List.copyOf(list);
    // Absent in lists of versions that did not write them.
    leftOut = Objects.requireNonNullElse(leftOut, LeftOut.NONE);
    rules = Objects.requireNonNullElse(rules, ShardRules.DEFAULT);
    records = Set.copyOf(Objects.requireNonNullElse(records, Set.of()));
  }

  /** Whether some of its pictures are on the web. */
  public boolean web() {
    return sample.stream().anyMatch(WebAddress::isWeb);
  }

  /** Whether all of them are. */
  public boolean onlyWeb() {
    return !sample.isEmpty() && sample.stream().allMatch(WebAddress::isWeb);
  }

  /** Tells what its files are. */
  FileKinds kinds() {
    return new FileKinds(kind, rules, records);
  }

  /** The same with tars cut. */
  ListIndex cut(Map<String, List<TarRange>> all) {
    List<ListFile> files = new ArrayList<>(list);
    all.forEach(
        (path, ranges) -> {
          int i = files.size() - 1;
          while (PathOrder.BYTES.compare(files.get(i).first(), path) > 0) {
            i--;
          }
          ListFile file = files.get(i);
          long pictures = ranges.stream().mapToLong(range -> expected(range.length())).sum();
          long before = expected(ranges.get(ranges.size() - 1).to());
          files.set(
              i,
              new ListFile(
                  file.name(),
                  file.parts() + ranges.size() - 1,
                  file.pictures() + pictures - before,
                  file.first()));
        });
    return new ListIndex(
        source,
        kind,
        tables,
        count,
        digest,
        this.files,
        files.stream().mapToLong(ListFile::parts).sum(),
        files.stream().mapToLong(ListFile::pictures).sum(),
        sample,
        all,
        files,
        leftOut,
        rules,
        records);
  }

  /** The same, as a part of what was listed. */
  ListIndex ofListed(ListIndex whole) {
    return new ListIndex(
        source,
        kind,
        tables,
        count,
        whole.digest,
        whole.files,
        parts,
        pictures,
        sample,
        cuts,
        list,
        whole.leftOut,
        rules,
        records);
  }

  /** The same, with the same files in others of the same number. */
  ListIndex inFiles(List<ListFile> others) {
    return new ListIndex(
        source, kind, tables, count, digest, files, parts, pictures, sample, cuts, others, leftOut,
        rules, records);
  }

  /** The same, with what was left out. */
  ListIndex leavingOut(LeftOut names) {
    return new ListIndex(
        source, kind, tables, count, digest, files, parts, pictures, sample, cuts, list, names,
        rules, records);
  }

  private static long expected(long bytes) {
    return Math.max(1, bytes / SourcePart.PHOTOGRAPH_BYTES);
  }
}

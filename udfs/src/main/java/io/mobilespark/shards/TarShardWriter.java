// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A tar as WebDataset has it: each picture under its name, followed by its label as {@code
 * SAMPLE.cls}. PAX headers where a name does not fit. Nobody owns the files, and they were changed
 * when time began.
 */
public final class TarShardWriter implements ShardWriter {
  private static final int HEADER_BYTES = 512;
  private static final int READABLE = 0644;

  private final TarArchiveOutputStream tar;
  private String sample = "";
  private Optional<String> sampleLabel = Optional.empty();

  /** Writes to a stream, which is closed with the writer. */
  public TarShardWriter(OutputStream out) {
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** About what a picture of a size takes in a tar, its label included. */
  public static long size(long contentBytes) {
    return 3L * HEADER_BYTES + TarWalk.padded(contentBytes);
  }

  @Override
  public void add(String name, byte[] content, Optional<String> label) throws IOException {
    MemberName checked = MemberName.of(name, ShardLimits.DEFAULT.maxNameBytes());
    if (!checked.text().equals(name) || checked.leftOut(false).isPresent()) {
      throw new IllegalArgumentException("Not a member's name: " + name);
    }
    boolean follows = checked.sample().equals(sample);
    boolean own = follows && label.isPresent() && !checked.stem().equals(sample);
    if (follows && !label.equals(sampleLabel) && !own) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Two labels for the sample %s: %s and %s",
              sample,
              sampleLabel.orElse("none"),
              label.orElse("none")));
    }
    sample = checked.sample();
    write(name, content);
    if (label.isPresent() && !label.equals(follows ? sampleLabel : Optional.empty())) {
      // Of a name with dots in it the longest one counts that begins it.
      String labelled = follows ? checked.stem() : sample;
      write(labelled + ".cls", label.get().getBytes(StandardCharsets.UTF_8));
    }
    sampleLabel = follows ? sampleLabel : label;
  }

  private void write(String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0L);
    entry.setMode(READABLE);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * S3A's committer that writes uploads which only the job's commit completes. Nothing is renamed,
 * which an object store would do by copying, one file after the other.
 */
record MagicCommitter() implements Committer {
  private static final String NAME = "fs.s3a.committer.name";
  private static final String MAGIC = "magic";

  @Override
  public Map<String, String> writeOptions(Configuration hadoop) {
    return Map.of(
        NAME,
        name(hadoop),
        "mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
  }

  /** S3 has no rename, and shows an object in the place of another once it is whole. */
  @Override
  public void put(FileSystem fileSystem, Path from, Path to) throws IOException {
    try (FSDataInputStream in = fileSystem.open(from)) {
      FSDataOutputStream out = fileSystem.create(to, true);
      try {
        in.transferTo(out);
      } catch (IOException | RuntimeException e) {
        // Closing it would show what there is of it.
        out.abort();
        throw e;
      }
      out.close();
    }
  }

  /** Which of S3A's committers a configuration asks for. */
  @Override
  public String name(Configuration hadoop) {
    return hadoop.getTrimmed(NAME, "file").equals("file") ? MAGIC : hadoop.getTrimmed(NAME);
  }

  @Override
  public String title(Configuration hadoop) {
    return "S3A's " + name(hadoop) + " committer";
  }
}

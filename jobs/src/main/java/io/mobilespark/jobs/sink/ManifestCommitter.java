// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterConstants;

/**
 * Hadoop's committer that asks of a store no more than to give a file its name at once: a task
 * leaves a list of its files, and the job's commit renames the files of all lists. It is no step at
 * once, so that the job is committed where nobody looks, or under names that no manifest tells yet.
 */
record ManifestCommitter(String scheme) implements Committer {
  private static final String FACTORY = "mapreduce.outputcommitter.factory.class";

  @Override
  public Map<String, String> writeOptions(Configuration hadoop) {
    // A store may bring its own variant, as Azure's does.
    return Map.of(
        FACTORY,
        hadoop.getTrimmed(
            "mapreduce.outputcommitter.factory.scheme." + scheme,
            ManifestCommitterConstants.MANIFEST_COMMITTER_FACTORY));
  }

  /** Where the store has no such step a reader may miss the file for a moment. */
  @Override
  public void put(FileSystem fileSystem, Path from, Path to) throws IOException {
    RenameOver.rename(fileSystem, from, to);
  }

  @Override
  public String name(Configuration hadoop) {
    return ManifestCommitterConstants.MANIFEST_COMMITTER_CLASSNAME;
  }

  @Override
  public String title(Configuration hadoop) {
    return "Hadoop's manifest committer";
  }
}

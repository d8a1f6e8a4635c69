// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.arrow.FetchedPicture;
import java.io.InterruptedIOException;
import org.apache.hadoop.fs.Path;

/** Pictures that something else names, such as a row of a table, read one by one. */
public final class NamedPictures {
  private final PictureReader reader;
  private final String folder;

  /**
   * Pictures in storage.
   *
   * @param folder where names begin that are relative; empty where these cannot be read
   */
  public NamedPictures(TaskStorage storage, String folder) {
    this.reader = new PictureReader(storage.hadoop(), storage.maxPictureBytes());
    this.folder = folder;
  }

  /**
   * Reads one.
   *
   * @param name a full URI, or relative to the folder
   * @throws InterruptedIOException when the task is killed meanwhile
   */
  public FetchedPicture read(String name) throws InterruptedIOException {
    boolean full = name.contains("://") || name.startsWith("/") || name.startsWith("file:");
    String path =
        full || folder.isEmpty()
            ? name
            : new Path(new Path(folder), new Path(null, null, name)).toString();
    return reader.read(path, ObjectSplit.UNKNOWN);
  }
}

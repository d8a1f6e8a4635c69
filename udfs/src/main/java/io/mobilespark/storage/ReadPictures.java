// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.arrow.FetchedPicture;
import java.io.InterruptedIOException;
import java.util.NoSuchElementException;

/** Pictures read by the task's own thread when it asks for them. */
final class ReadPictures implements PictureStream {
  private final ObjectSplit split;
  private final PictureReader reader;
  private int next;

  ReadPictures(ObjectSplit split, PictureReader reader) {
    this.split = split;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    return next < split.size();
  }

  @Override
  public FetchedPicture next() throws InterruptedIOException {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    FetchedPicture picture = reader.read(split.paths().get(next), split.lengths()[next]);
    next++;
    return picture;
  }

  @Override
  public void close() {
    next = split.size();
  }
}

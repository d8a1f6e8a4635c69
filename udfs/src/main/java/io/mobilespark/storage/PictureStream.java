// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.arrow.FetchedPicture;
import java.io.InterruptedIOException;

/**
 * Pictures one after the other. What cannot be read is a picture with a reason and no exception.
 * Used by one thread, which closes it.
 */
public interface PictureStream extends AutoCloseable {
  /**
   * Whether there is another picture.
   *
   * @throws InterruptedIOException when the task is killed meanwhile
   */
  boolean hasNext() throws InterruptedIOException;

  /**
   * The next picture; waits for storage.
   *
   * @throws InterruptedIOException when the task is killed meanwhile
   * @throws java.util.NoSuchElementException when there is none
   */
  FetchedPicture next() throws InterruptedIOException;

  /** Gives up what is still being read. Further calls do nothing. */
  @Override
  void close();
}

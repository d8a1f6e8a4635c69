// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.arrow.FetchedPicture;
import org.jspecify.annotations.Nullable;

/**
 * One picture that is read ahead. The pool's thread writes the outcome before the prefetcher calls
 * it answered; everything else is guarded by the prefetcher.
 */
final class Request {
  final PrefetchedPictures stream;
  final String path;
  long length;
  long chargedBytes;
  boolean answered;
  boolean abandoned;
  @Nullable Thread thread;

  /** Also null when its length, once known, was more than may be held now. */
  @Nullable FetchedPicture picture;

  /** What no picture should cause. */
  @Nullable Throwable failure;

  Request(PrefetchedPictures stream, String path, long length) {
    this.stream = stream;
    this.path = path;
    this.length = length;
  }
}

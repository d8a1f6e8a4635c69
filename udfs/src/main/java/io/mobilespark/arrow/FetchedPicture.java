// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.arrow;

import java.util.Optional;

/** What reading one picture from storage gave. */
public sealed interface FetchedPicture {
  /** Where the picture lies; the key of its row. */
  String path();

  /** What its source says that it shows, such as the name of its folder. */
  Optional<String> label();

  /**
   * A picture's bytes as they lie in storage.
   *
   * @param content not copied; not changed by anybody afterwards
   */
  record Encoded(String path, byte[] content, Optional<String> label) implements FetchedPicture {
    /** A copy would cost as much as the batch it goes to: the array is handed over. */
    public Encoded {}

    /** A picture without a label. */
    public Encoded(String path, byte[] content) {
      this(path, content, Optional.empty());
    }
  }

  /**
   * A picture that could not be read, which becomes a row all the same.
   *
   * @param reason a reason code, such as {@code NOT_FOUND}
   * @param detail one line for the user
   */
  record Unfetched(String path, String reason, String detail, Optional<String> label)
      implements FetchedPicture {

    /** A picture without a label. */
    public Unfetched(String path, String reason, String detail) {
      this(path, reason, detail, Optional.empty());
    }
  }
}

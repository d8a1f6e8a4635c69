// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.identity.WebAddress;
import java.util.Optional;

/** The label that loose pictures carry: the name of the folder they lie in. */
public final class FolderLabel {
  private FolderLabel() {}

  /** The last folder of a path; empty where there is none, as at the top of a bucket. */
  public static Optional<String> of(String picture) {
    String path = WebAddress.path(picture);
    int end = path.lastIndexOf('/');
    int start = path.lastIndexOf('/', end - 1);
    // "s3a://bucket/a.jpg" lies in no folder: an empty part stands before the bucket's name.
    boolean authority = start > 0 && path.charAt(start - 1) == '/';
    return end <= 0 || start < 0 || authority || start + 1 == end
        ? Optional.empty()
        : Optional.of(path.substring(start + 1, end));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Optional;

/**
 * What is to be said of a picture that was decoded.
 *
 * @param turnIgnored whether its file says that it is to be turned, and it was not
 * @param missing what of it is not there, one line; empty for a whole picture
 */
public record Caveats(boolean turnIgnored, Optional<String> missing) {
  /** A whole picture that stands upright. */
  public static final Caveats NONE = new Caveats(false, Optional.empty());
}

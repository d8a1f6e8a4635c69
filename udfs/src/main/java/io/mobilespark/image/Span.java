// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * A part of a file.
 *
 * @param offset of its first byte
 * @param length in bytes; 0 for a part that the file has not
 */
record Span(int offset, int length) {
  static final Span NONE = new Span(0, 0);
}

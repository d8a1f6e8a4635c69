// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/** Why a picture has no prediction: the code in the output's {@code error} column. */
public enum RejectionReason {
  /** The file has no bytes. */
  EMPTY,
  /** The file ends before the picture does. */
  TRUNCATED,
  /** The file has a known format and breaks its rules. */
  CORRUPT,
  /** Neither JPEG, PNG, WebP, TIFF, GIF nor BMP, or a kind of these that is not decoded. */
  UNSUPPORTED_FORMAT,
  /** More encoded bytes or more pixels than the limits allow. */
  TOO_LARGE,
  /** The storage has no such file. */
  NOT_FOUND,
  /** The storage does not hand out the file. */
  ACCESS_DENIED,
  /** The storage failed while reading the file. */
  IO_ERROR,
  /** Two attempts at the picture ended with the process that made them. */
  CRASHED,
  /** The table does not say what the picture is called; its content is not looked at. */
  NO_KEY
}

// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/** What becomes of an encoded picture: pixels, or a reason why there are none. */
public sealed interface DecodedImage permits RgbImage, Unreadable {}

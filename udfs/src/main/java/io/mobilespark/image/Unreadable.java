// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * A picture that was not decoded.
 *
 * @param reason the code
 * @param detail one line for a person: what was found in the file
 */
public record Unreadable(RejectionReason reason, String detail) implements DecodedImage {}

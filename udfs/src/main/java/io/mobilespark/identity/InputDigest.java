// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether the inputs of a run are those of an earlier one, by their paths and lengths: the
 * sum modulo 2<sup>256</sup> of the SHA-256 of each input (Bellare and Micciancio, A New Paradigm
 * for Collision-Free Hashing: Incrementality at Reduced Cost, Eurocrypt 1997). A sum does not
 * depend on the order, so that the parts of a list can be summed side by side. It guards against
 * mistakes and not against somebody who searches for another list of the same sum: whoever may
 * choose the inputs can as well change the pictures in them. Not for several threads.
 */
public final class InputDigest {
  private static final int BITS = 256;

  private final MessageDigest sha256;
  private BigInteger sum = BigInteger.ZERO;

  /** Of no input. */
  public InputDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Takes an input.
   *
   * @param length in bytes
   */
  public void add(String path, long length) {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(length).flip());
    sum = sum.add(new BigInteger(1, sha256.digest(path.getBytes(StandardCharsets.UTF_8))));
  }

  /** Of all inputs so far; the sums of the parts of a list add up to that of the list. */
  public BigInteger sum() {
    return sum;
  }

  /** A sum as 64 hexadecimal digits. */
  public static String hex(BigInteger sum) {
    byte[] last = sum.mod(BigInteger.ONE.shiftLeft(BITS)).toByteArray();
    byte[] digits = new byte[BITS / Byte.SIZE];
    // One byte more where the first bit, the sign's, is taken.
    int length = Math.min(last.length, digits.length);
    System.arraycopy(last, last.length - length, digits, digits.length - length, length);
    return HexFormat.of().formatHex(digits);
  }
}

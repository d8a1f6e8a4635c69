// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

/**
 * Tells whether the classes of a run are those of an earlier one: a digest of their labels and
 * names, in their order. Not for several threads.
 */
public final class ClassDigest {
  private final ListDigest digest = new ListDigest();

  /**
   * Takes a class.
   *
   * @param index its place in its list
   */
  public void add(int index, String label, String name) {
    digest.add(label + "\n" + name, index);
  }

  /** 64 hexadecimal digits, once all classes are in. */
  public String hex() {
    return digest.hex();
  }
}

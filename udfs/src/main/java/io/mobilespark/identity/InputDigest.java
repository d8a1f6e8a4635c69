package io.mobilespark.identity;

/**
 * Tells whether the inputs of a run are those of an earlier one: a digest of their paths and
 * lengths. Not for several threads.
 */
public final class InputDigest {
  private final ListDigest digest = new ListDigest();

  /**
   * Takes the next input.
   *
   * @param length in bytes
   */
  public void add(String path, long length) {
    digest.add(path, length);
  }

  /** 64 hexadecimal digits, once all inputs are in. */
  public String hex() {
    return digest.hex();
  }
}

package io.mobilespark.model;

/** A weight file that is not what it should be; the reader adds the file's name. */
final class KerasFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KerasFileException(String message) {
    super(message);
  }
}

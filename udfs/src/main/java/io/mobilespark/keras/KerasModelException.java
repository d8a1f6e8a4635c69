package io.mobilespark.keras;

/** A model that is not what it should be; whoever opened the file adds its name. */
final class KerasModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  KerasModelException(String line) {
    super(line);
    this.line = line;
  }

  String line() {
    return line;
  }
}

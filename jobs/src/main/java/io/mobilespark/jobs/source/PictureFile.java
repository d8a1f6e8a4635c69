package io.mobilespark.jobs.source;

/**
 * One picture in storage.
 *
 * @param path fully qualified, as Hadoop writes it; the key of the picture's row
 * @param length in bytes, as listed; {@link io.mobilespark.storage.ObjectSplit#UNKNOWN} where
 *     nobody has
 */
public record PictureFile(String path, long length) implements SourcePart {
  @Override
  public long expectedPictures() {
    return 1;
  }
}

package io.mobilespark.jobs.source;

/**
 * One picture in storage.
 *
 * @param path fully qualified, as Hadoop writes it; the key of the picture's row
 * @param length in bytes, as listed
 */
public record PictureFile(String path, long length) {}

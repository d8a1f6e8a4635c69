// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

/** What inputs hold. */
public enum SourceKind {
  /** What their names say: shards, tables, and pictures otherwise. */
  AUTO,
  /** Pictures, whatever their names. */
  IMAGES,
  /** Tars, plain or packed. */
  TAR,
  /** Zips. */
  ZIP,
  /** Files of {@code tf.train.Example}, plain or packed. */
  TFRECORD,
  /** Files of a table with pictures in a column. */
  TABLE,
  /** The name of a table that Spark knows. */
  NAMED_TABLE,
  /** One list of pictures. */
  MANIFEST
}

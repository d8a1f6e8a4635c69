// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

/** Where ground truth has the picture and its label. */
public enum TruthLayout {
  /** A label a line, in the order of the ILSVRC2012 validation pictures. */
  LINES("lines"),
  /** Lines of a picture, white space, and its label. */
  NAME("name"),
  /** Two columns of a CSV file. */
  CSV("csv"),
  /** A JSON object of pictures and labels, or an array of objects with both. */
  JSON("json"),
  /** Two columns of a Parquet table. */
  PARQUET("parquet"),
  /** The name of the folder that a picture lies in. */
  FOLDER("folder");

  private final String id;

  TruthLayout(String id) {
    this.id = id;
  }

  /** The name in formats. */
  public String id() {
    return id;
  }
}

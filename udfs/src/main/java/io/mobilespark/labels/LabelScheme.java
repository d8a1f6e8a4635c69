// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

/** How ground truth names a class. */
public enum LabelScheme {
  /** By the class list's label: the wnid for ImageNet. Also called {@code wnid}. */
  LABEL("label", "labels of the class list"),
  /** By the place in the class list from 0, a background not counted. */
  INDEX("index", "class indices from 0"),
  /** By the place in the class list from 1, which is the index of 1,001 outputs too. */
  INDEX_FROM_1("index-from-1", "class indices from 1"),
  /** By the number in the ILSVRC2012 devkit, from 1. */
  DEVKIT_ID("devkit-id", "ILSVRC2012 devkit ids"),
  /** By a name of the class, one of them or all with commas between them, in any case. */
  NAME("class-name", "names of classes");

  private final String id;
  private final String description;

  LabelScheme(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /** The name in formats. */
  public String id() {
    return id;
  }

  /** What it is, in words that follow "read as". */
  String description() {
    return description;
  }
}

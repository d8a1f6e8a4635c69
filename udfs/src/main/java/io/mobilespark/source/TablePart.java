// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

/**
 * A file of a table, or a table as a whole.
 *
 * @param path the file's, or the table's name
 * @param length of the file in bytes; {@link io.mobilespark.storage.ObjectSplit#UNKNOWN} of a table
 */
public record TablePart(String path, long length) implements SourcePart {}

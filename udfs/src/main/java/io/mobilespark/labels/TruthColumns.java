// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

/**
 * Titles of the columns of ground truth.
 *
 * @param picture path, URI or name of the picture
 * @param label its class
 */
public record TruthColumns(String picture, String label) {}

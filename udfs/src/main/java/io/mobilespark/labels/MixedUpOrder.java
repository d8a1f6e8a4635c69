// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

/**
 * A finding: truth and predictions count classes differently.
 *
 * @param mixUp what has happened, for the user
 * @param accuracy top-1 as counted, 0 to 1
 * @param mendedAccuracy top-1 if the order is put right, 0 to 1
 */
public record MixedUpOrder(String mixUp, double accuracy, double mendedAccuracy) {}

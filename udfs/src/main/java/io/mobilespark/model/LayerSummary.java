// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

/**
 * A line of a network's description.
 *
 * @param layer name
 * @param kind what it does, such as {@code Convolution}
 * @param output shape for one picture
 * @param parameters values in its weights
 * @param multiplyAdds for one picture
 */
public record LayerSummary(
    String layer, String kind, FeatureMap output, long parameters, long multiplyAdds) {}

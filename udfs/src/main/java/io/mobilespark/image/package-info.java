// SPDX-License-Identifier: Apache-2.0
/**
 * Encoded pictures to samples: headers, decoding, presets. Imports {@code tensorflow} for the
 * native decoder and nothing of Spark, Arrow or the other packages.
 *
 * <p>Presets produce samples, bytes or floats in their own range, and a normalisation that is
 * written into the graph and applied nowhere else: so it cannot be applied twice, and 8-bit presets
 * feed a quarter of the bytes.
 *
 * <p>BMP and GIF go through {@code javax.imageio}: TensorFlow ignores the palette of a BMP and
 * decodes every frame of a GIF.
 */
@NullMarked
package io.mobilespark.image;

import org.jspecify.annotations.NullMarked;

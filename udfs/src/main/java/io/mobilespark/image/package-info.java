/**
 * Encoded pictures to samples: headers, decoding, presets. Imports {@code tensorflow} for the
 * native decoder and nothing of Spark, Arrow or the other packages.
 */
@NullMarked
package io.mobilespark.image;

import org.jspecify.annotations.NullMarked;

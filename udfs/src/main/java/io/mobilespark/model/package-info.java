// SPDX-License-Identifier: Apache-2.0
/**
 * MobileNet V1, V2 and V3 as data, their weight files, graphs and published variants. Imports
 * {@code tensorflow} to write graphs; nothing of Spark, Arrow or the other packages.
 *
 * <p>Batch norm is folded in double precision, and 1/6 of hard-swish and hard-sigmoid goes into the
 * next kernel: so every convolution fuses with bias and activation under oneDNN.
 *
 * <p>On CPUs a network is parted behind its last large map: early maps are computed picture by
 * picture, late weights are read once per batch. Both parts are one graph in one session.
 *
 * <p>jhdf reads weight files: pure Java, kept, small.
 */
@NullMarked
package io.mobilespark.model;

import org.jspecify.annotations.NullMarked;

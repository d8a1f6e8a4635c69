/**
 * MobileNet V1, V2 and V3 as data, their weight files, graphs and published variants. Imports
 * {@code tensorflow} to write graphs; nothing of Spark, Arrow or the other packages.
 */
@NullMarked
package io.mobilespark.model;

import org.jspecify.annotations.NullMarked;

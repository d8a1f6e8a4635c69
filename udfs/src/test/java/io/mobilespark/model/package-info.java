/** Tests of networks, weight files, graphs and published variants. */
@NullMarked
package io.mobilespark.model;

import org.jspecify.annotations.NullMarked;

/** Tests of the package. */
@NullMarked
package io.mobilespark.inference;

import org.jspecify.annotations.NullMarked;

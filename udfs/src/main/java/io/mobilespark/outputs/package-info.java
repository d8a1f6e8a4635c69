// SPDX-License-Identifier: Apache-2.0
/**
 * What MobileSpark wrote: the small files that say whose a folder is and which of its files count,
 * and what can be relied on where it lies.
 */
@NullMarked
package io.mobilespark.outputs;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Record batches of encoded pictures, off heap, bounded in rows and bytes. The one package that
 * imports {@code org.apache.arrow}.
 */
@NullMarked
package io.mobilespark.arrow;

import org.jspecify.annotations.NullMarked;

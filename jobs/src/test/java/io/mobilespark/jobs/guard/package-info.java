// SPDX-License-Identifier: Apache-2.0
/** Tests of the package. */
@NullMarked
package io.mobilespark.jobs.guard;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Tests of the package. */
@NullMarked
package io.mobilespark.jobs.preprocess;

import org.jspecify.annotations.NullMarked;

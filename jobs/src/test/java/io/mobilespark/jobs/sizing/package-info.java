// SPDX-License-Identifier: Apache-2.0
/** What executors need, by hand and by the code. */
@NullMarked
package io.mobilespark.jobs.sizing;

import org.jspecify.annotations.NullMarked;

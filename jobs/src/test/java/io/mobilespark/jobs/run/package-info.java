// SPDX-License-Identifier: Apache-2.0
/** Tests of a run's parts. */
@NullMarked
package io.mobilespark.jobs.run;

import org.jspecify.annotations.NullMarked;

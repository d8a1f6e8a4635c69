// SPDX-License-Identifier: Apache-2.0
/** What a run tells: progress, summaries, pages. */
@NullMarked
package io.mobilespark.jobs.report;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What an executor needs of memory, computed from what its tasks may hold. */
@NullMarked
package io.mobilespark.jobs.sizing;

import org.jspecify.annotations.NullMarked;

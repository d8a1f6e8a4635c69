// SPDX-License-Identifier: Apache-2.0
/** The notebooks of the repository, run cell by cell. */
@NullMarked
package io.mobilespark.jobs.notebooks;

import org.jspecify.annotations.NullMarked;

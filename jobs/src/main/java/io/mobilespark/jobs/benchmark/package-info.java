// SPDX-License-Identifier: Apache-2.0
/** How fast the parts are on this machine, and how near a whole run comes to them. */
@NullMarked
package io.mobilespark.jobs.benchmark;

import org.jspecify.annotations.NullMarked;

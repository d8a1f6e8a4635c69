// SPDX-License-Identifier: Apache-2.0
/** Tests of the package, and the bare loops that its parts are held against. */
@NullMarked
package io.mobilespark.jobs.benchmark;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The label job: pictures in, a table of predictions out. Puts source, udfs and sink together. */
@NullMarked
package io.mobilespark.jobs.label;

import org.jspecify.annotations.NullMarked;

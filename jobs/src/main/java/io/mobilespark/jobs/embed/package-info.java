// SPDX-License-Identifier: Apache-2.0
/**
 * The embed job: pictures in, a table of pooled features out. Puts source, udfs and sink together.
 */
@NullMarked
package io.mobilespark.jobs.embed;

import org.jspecify.annotations.NullMarked;

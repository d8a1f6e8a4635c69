// SPDX-License-Identifier: Apache-2.0
/**
 * The label job as a stream: labels what arrives under a prefix, as long as it runs. Owns the
 * source of arriving files; checkpoints and the sink are Spark's.
 */
@NullMarked
package io.mobilespark.jobs.follow;

import org.jspecify.annotations.NullMarked;

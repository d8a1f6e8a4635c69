// SPDX-License-Identifier: Apache-2.0
/**
 * What integration tests run against: an S3 server, faults before it, a cluster; owns processes.
 */
@NullMarked
package io.mobilespark.jobs.testbed;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: one picocli command per job, exit codes, one-line errors. Nothing imports it.
 */
@NullMarked
package io.mobilespark.jobs.cli;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Writes what a network would see of pictures, for whoever looks for the cause of an accuracy. */
@NullMarked
package io.mobilespark.jobs.preprocess;

import org.jspecify.annotations.NullMarked;

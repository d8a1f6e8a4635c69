// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.mobilespark.jobs.evaluation;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.mobilespark.jobs.label;

import org.jspecify.annotations.NullMarked;

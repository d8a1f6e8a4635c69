// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.mobilespark.jobs.evaluate;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Records of settings, checked when made. Import nothing of the other packages of this module. */
@NullMarked
package io.mobilespark.jobs.config;

import org.jspecify.annotations.NullMarked;

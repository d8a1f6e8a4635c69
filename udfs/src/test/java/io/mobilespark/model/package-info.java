// SPDX-License-Identifier: Apache-2.0
/** Tests of networks, weight files, graphs and published variants. */
@NullMarked
package io.mobilespark.model;

import org.jspecify.annotations.NullMarked;

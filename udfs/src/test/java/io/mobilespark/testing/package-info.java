// SPDX-License-Identifier: Apache-2.0
/** What tests of both modules share. */
@NullMarked
package io.mobilespark.testing;

import org.jspecify.annotations.NullMarked;

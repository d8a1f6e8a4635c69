// SPDX-License-Identifier: Apache-2.0
/** Tests of reading pictures from storage. */
@NullMarked
package io.mobilespark.web;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.mobilespark.shards;

import org.jspecify.annotations.NullMarked;

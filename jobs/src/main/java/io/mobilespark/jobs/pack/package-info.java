// SPDX-License-Identifier: Apache-2.0
/** Packs loose pictures into shards, and reads back what it packed. */
@NullMarked
package io.mobilespark.jobs.pack;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The jobs evaluate and compare: puts label, evaluation, report and sink together. */
@NullMarked
package io.mobilespark.jobs.evaluate;

import org.jspecify.annotations.NullMarked;

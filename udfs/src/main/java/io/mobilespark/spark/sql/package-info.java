// SPDX-License-Identifier: Apache-2.0
/**
 * SQL functions: expressions, the rule that takes them out of operators, the operator that infers
 * them in batches, and their settings. The one package that knows Catalyst.
 */
@NullMarked
package io.mobilespark.spark.sql;

import org.jspecify.annotations.NullMarked;

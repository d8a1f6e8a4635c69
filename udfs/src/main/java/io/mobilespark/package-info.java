// SPDX-License-Identifier: Apache-2.0
/**
 * What every package may use: failures that are told to the user. Imports nothing of the project.
 */
@NullMarked
package io.mobilespark;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Models as Keras saves them: archives, configurations, stored weights and layers, and the graphs
 * that they make. Imports {@code model} to find the MobileNet in them and {@code tensorflow} to
 * write graphs; nothing of Spark, Arrow or pictures. Whatever a file says is checked and bounded,
 * and no class that it names is looked up.
 */
@NullMarked
package io.mobilespark.keras;

import org.jspecify.annotations.NullMarked;

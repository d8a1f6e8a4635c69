@NullMarked
package io.mobilespark.shards;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.mobilespark.jobs.evaluate;

import org.jspecify.annotations.NullMarked;

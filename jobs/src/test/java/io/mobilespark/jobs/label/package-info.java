@NullMarked
package io.mobilespark.jobs.label;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.mobilespark.jobs.training;

import org.jspecify.annotations.NullMarked;

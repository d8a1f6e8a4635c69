@NullMarked
package io.mobilespark.jobs.evaluation;

import org.jspecify.annotations.NullMarked;

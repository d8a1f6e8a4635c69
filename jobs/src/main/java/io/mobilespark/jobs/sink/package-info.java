/** Predictions to Parquet: staging, atomic commit, the run's manifest. */
@NullMarked
package io.mobilespark.jobs.sink;

import org.jspecify.annotations.NullMarked;

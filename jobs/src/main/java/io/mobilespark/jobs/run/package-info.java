/**
 * A run over pictures, whatever becomes of them: waves, their counting, and the end of it. The jobs
 * that write a table of a row per picture share it.
 */
@NullMarked
package io.mobilespark.jobs.run;

import org.jspecify.annotations.NullMarked;

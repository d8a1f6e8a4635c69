package io.mobilespark.spark.sql;

import io.mobilespark.labels.ClassList;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which result a call wants.
 *
 * @param network its place among the networks of the work
 * @param topK classes kept
 * @param classes names the indices; null where no classes are asked for
 */
record CallResult(CallKind kind, int network, int topK, @Nullable ClassList classes)
    implements Serializable {}

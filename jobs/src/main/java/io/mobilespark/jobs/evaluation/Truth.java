package io.mobilespark.jobs.evaluation;

import io.mobilespark.labels.TruthFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The class of every picture.
 *
 * @param uri where it was read
 * @param format the convention that it was read by
 * @param recognition what that was recognised from, for the user
 * @param pictures columns {@code key} and {@code truth}, the class index
 */
public record Truth(String uri, TruthFormat format, String recognition, Dataset<Row> pictures) {}

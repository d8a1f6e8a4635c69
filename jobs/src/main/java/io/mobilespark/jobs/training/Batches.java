// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import io.mobilespark.tensorflow.FeatureBatch;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * The batches of one pass over a file, in bounded memory. For learning, blocks of rows are read in
 * an order drawn anew for each epoch, several at a time, and the rows in memory are shuffled; a
 * file that fits into memory is so shuffled whole. The order depends on seed, epoch and rows alone.
 */
final class Batches {
  /** Rows that are read together. */
  static final int BLOCK_ROWS = 256;

  private static final long MOST_BYTES = 64L << 20;

  private final FeatureFile file;
  private final SplittableRandom random;
  private final boolean shuffled;
  private final int[] blocks;
  private final int[] order;
  private final float[] held;
  private final int[] heldClasses;
  private final float[] features;
  private final int[] classes;
  private int nextBlock;
  private int rows;
  private int nextRow;

  private Batches(FeatureFile file, int batchRows, SplittableRandom random, boolean shuffled) {
    this.file = file;
    this.random = random;
    this.shuffled = shuffled;
    this.blocks = sequence((file.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS);
    int heldBlocks = Math.min(blocks.length, heldBlocks(file.width()));
    this.order = new int[heldBlocks * BLOCK_ROWS];
    this.held = new float[Math.multiplyExact(order.length, file.width())];
    this.heldClasses = new int[order.length];
    this.features = new float[Math.multiplyExact(batchRows, file.width())];
    this.classes = new int[batchRows];
    if (shuffled) {
      shuffle(blocks, blocks.length);
    }
  }

  /**
   * The batches of an epoch.
   *
   * @param epoch counted from 1
   */
  static Batches shuffled(FeatureFile file, int batchRows, long seed, int epoch) {
    SplittableRandom random = new SplittableRandom(seed + epoch);
    return new Batches(file, batchRows, random, true);
  }

  /** Every row in the file's order. */
  static Batches inOrder(FeatureFile file, int batchRows) {
    return new Batches(file, batchRows, new SplittableRandom(0), false);
  }

  static int heldBlocks(int width) {
    return (int) Math.max(1, MOST_BYTES / ((long) width * Float.BYTES * BLOCK_ROWS));
  }

  /** Whether there is another batch. */
  boolean hasNext() {
    return nextRow < rows || nextBlock < blocks.length;
  }

  /** The next batch, full but for the last one; it stays as it is until the next call. */
  FeatureBatch next() throws IOException {
    int width = file.width();
    int filled = 0;
    while (filled < classes.length && hasNext()) {
      if (nextRow == rows) {
        fill();
      }
      int row = order[nextRow++];
      System.arraycopy(held, row * width, features, filled * width, width);
      classes[filled++] = heldClasses[row];
    }
    return new FeatureBatch(filled, features, classes);
  }

  private void fill() throws IOException {
    rows = 0;
    for (int i = 0; i < order.length / BLOCK_ROWS && nextBlock < blocks.length; i++) {
      int first = blocks[nextBlock++] * BLOCK_ROWS;
      int count = Math.min(BLOCK_ROWS, file.rows() - first);
      file.read(first, count, held, heldClasses, rows);
      rows += count;
    }
    System.arraycopy(sequence(rows), 0, order, 0, rows);
    if (shuffled) {
      shuffle(order, rows);
    }
    nextRow = 0;
  }

  /** Fisher and Yates, from the end; a place is drawn as the next double times the places left. */
  private void shuffle(int[] values, int count) {
    for (int i = count - 1; i > 0; i--) {
      int other = (int) (random.nextDouble() * (i + 1));
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  private static int[] sequence(int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }
}

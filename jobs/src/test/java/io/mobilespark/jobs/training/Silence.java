// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

/** Is told and says nothing. */
final class Silence implements HeadFitting.Listener {
  static final HeadFitting.Listener LISTENER = new Silence();

  private Silence() {}

  @Override
  public void rows(int epoch, long done, long of) {}

  @Override
  public void epoch(HeadProgress progress) {}
}

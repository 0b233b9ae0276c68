package org.bigsweep.engine.trial;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Why the training of a trial stopped. */
sealed interface StopReason {
  /** Trained to its horizon. */
  record Done() implements StopReason {}

  /** Stopped early after an epoch below its horizon. */
  record Stopped(int epoch, String reason) implements StopReason {}

  /** Stands after an epoch below its horizon, its state saved. */
  record Paused(int epoch) implements StopReason {}

  /** Left the finite numbers or a stated bound. */
  record Diverged(Training.Position at, String reason) implements StopReason {}

  /** Threw. */
  record Failed(Training.Position at, Throwable cause) implements StopReason {
    private static final int FRAMES = 5;

    /** Class, message and first frames. */
    String reason() {
      return cause
          + Arrays.stream(cause.getStackTrace())
              .limit(FRAMES)
              .map(frame -> " at " + frame)
              .collect(Collectors.joining());
    }
  }
}

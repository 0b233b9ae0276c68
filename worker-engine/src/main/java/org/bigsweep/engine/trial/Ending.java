package org.bigsweep.engine.trial;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a trial ended. */
sealed interface Ending {
  /** Trained to its horizon. */
  record Done() implements Ending {}

  /** Stopped early after an epoch below its horizon. */
  record Stopped(int epoch, String reason) implements Ending {}

  /** Stands after an epoch below its horizon, its state saved. */
  record Paused(int epoch) implements Ending {}

  /** Left the finite numbers or a stated bound. */
  record Diverged(Training.Position at, String reason) implements Ending {}

  /** Threw. */
  record Failed(Training.Position at, Throwable cause) implements Ending {
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

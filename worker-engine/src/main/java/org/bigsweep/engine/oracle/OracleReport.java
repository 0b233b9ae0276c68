package org.bigsweep.engine.oracle;

/**
 * The outcome of one oracle case.
 *
 * @param name the case
 * @param worst the figure that comes closest to its tolerance, or exceeds it most
 * @param error error of {@code worst}: relative for tensors, absolute for the loss and diagnostics
 * @param tolerance the tolerance on {@code error}
 * @param compared number of figures compared
 */
public record OracleReport(
    String name, String worst, double error, double tolerance, int compared) {
  public boolean passed() {
    return error <= tolerance && compared > 0;
  }
}

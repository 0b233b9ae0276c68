package org.bigsweep.engine.diagnostic;

/**
 * The diagnostics of one layer, as {@code results-schema/SPEC.md} defines them. A figure that does
 * not exist for a rule or layer is NaN.
 */
public record LayerDiagnostics(
    int layer,
    double estimateCosine,
    double weightedCosine,
    double estimateAngle,
    double updateCosine,
    double estimateNorm,
    double gradientNorm,
    double signalNorm,
    double signalCosine,
    double residualNorm,
    double residualCosine,
    double ownResidualNorm,
    double dtpNorm,
    double dtpCosine,
    double restNorm,
    double restCosine,
    double feedbackUnexplained,
    double inhibitionUnexplained,
    double eiCorrelation,
    double eiUnitCorrelation,
    double eiImbalance,
    double shuffledEiCorrelation,
    double saturation,
    double largestTarget,
    double gaussNewtonCosine) {}

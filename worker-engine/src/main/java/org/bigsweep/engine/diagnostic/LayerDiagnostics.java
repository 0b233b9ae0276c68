package org.bigsweep.engine.diagnostic;

/**
 * One layer's figures as {@code results-schema/SPEC.md} defines them; those that do not exist for a
 * rule or layer are NaN.
 */
public record LayerDiagnostics(
    int layer,
    double estimateCosine,
    double estimateAngle,
    double updateCosine,
    double estimateNorm,
    double gradientNorm,
    double signalNorm,
    double signalCosine,
    double residualNorm,
    double residualCosine,
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

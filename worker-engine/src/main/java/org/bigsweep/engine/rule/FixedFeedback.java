package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.bigsweep.engine.kernel.Matrix;

/** The fixed random matrices B_l, one for each hidden layer. */
final class FixedFeedback {
  private final List<Matrix> matrices = new ArrayList<>();

  /**
   * @param columns columns of B_l by layer; its rows are n_l
   */
  FixedFeedback(RuleContext context, IntUnaryOperator columns) {
    for (int l = 1; l < context.net().depth(); l++) {
      matrices.add(context.fixedMatrix("Bk" + l, context.net().size(l), columns.applyAsInt(l)));
    }
  }

  Matrix matrix(int l) {
    return matrices.get(l - 1);
  }

  void collectParameters(Map<String, Matrix> parameters) {
    for (int l = 1; l <= matrices.size(); l++) {
      parameters.put("Bk" + l, matrix(l));
    }
  }
}

package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.optim.Optimizer;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.trial.Trainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A 2-2-2 network and one sample, worked out by hand. All numbers are exact in binary.
 *
 * <pre>
 * x = (1, 2), class 0; hidden layer relu, η = 1
 * f_1: W = [1 0; 0 1], b = 0        h¹ = (1, 2)
 * f_2: W = [1 −1; 0 1], b = 0       h² = (1·1 + 2·0, 1·(−1) + 2·1) = (1, 1)
 * softmax(h²) = (½, ½)              e² = (1, 0) − (½, ½) = (½, −½), t² = (3/2, ½)
 * g_1, linear: W = [1 0; 0 2], b = (0, 1)
 * i_1, linear: W = [1 0; 0 ½], b = (½, 0)
 * </pre>
 */
class HandWorkedTest {
  private final Workspace workspace = new Workspace();
  private final Map<String, Matrix> parameters = new HashMap<>();
  private Pass pass;
  private Learner learner;
  private Trainer trainer;

  @AfterEach
  void free() {
    workspace.close();
  }

  private void forward(LearningRule rule, Map<String, String> options) {
    Map<String, String> given = new HashMap<>(options);
    given.put("rule", rule.name());
    given.put("feedbackActivation", "linear");
    given.put("inhibitionActivation", "linear");
    given.put("feedbackOptimizer", "sgd");
    given.put("feedbackLearningRate", "0.5");
    given.put("inhibitionOptimizer", "sgd");
    given.put("inhibitionLearningRate", "0.5");
    TrialSpec spec = ParameterCatalog.standard().resolve(given);
    Mlp net = new Mlp(workspace, List.of(2, 2, 2), Activation.RELU);
    pass = new Pass(workspace, net, 1, 1, 1);
    learner =
        rule.learner(
            new RuleContext(
                workspace,
                net,
                1,
                spec,
                new FixedWeights(),
                (of, l, k, epoch, step, s, h, out) -> workspace.kernels().copy(out, h),
                (name, map, optimizer) -> optimizer.bind(workspace, map)));
    Optimizer half = new Optimizer.Sgd(0.5);
    List<Updater> updaters =
        List.of(half.bind(workspace, net.layer(1)), half.bind(workspace, net.layer(2)));
    trainer = new Trainer(net, learner, updaters);
    parameters.putAll(trainer.parameters());
    set("Wf1", 1, 0, 0, 1);
    set("Wf2", 1, -1, 0, 1);
    set("bg1", 0, 1);
    set("bi1", 0.5f, 0);
    pass.forward(new float[] {1, 2}, new byte[] {0}, new int[] {0}, 0, 1, 0);
  }

  /** Weights of g and i and the fixed matrices as given above. */
  private static final class FixedWeights implements RuleContext.InitialWeights {
    @Override
    public void draw(String name, Matrix weights) {
      weights.set(name.equals("g1") ? new float[] {1, 0, 0, 2} : new float[] {1, 0, 0, 0.5f});
    }

    @Override
    public void drawFixed(String name, Matrix weights) {
      weights.set(new float[] {0, 1, 2, 0});
    }
  }

  private void set(String name, float... values) {
    if (parameters.containsKey(name)) {
      parameters.get(name).set(values);
    }
  }

  private void assertEstimate(double first, double second) {
    assertThat(pass.estimate(1).toArray()).containsExactly((float) first, (float) second);
  }

  private void assertTarget(double first, double second) {
    assertThat(pass.target(1).toArray()).containsExactly((float) first, (float) second);
  }

  @Test
  void forward_anyRule_isAsWorkedOut() {
    forward(new Backpropagation(), Map.of());

    assertThat(pass.h(1).toArray()).containsExactly(1, 2);
    assertThat(pass.h(2).toArray()).containsExactly(1, 1);
    assertThat(pass.topError().toArray()).containsExactly(0.5f, -0.5f);
    assertThat(pass.target(2).toArray()).containsExactly(1.5f, 0.5f);
    assertThat(pass.loss()).isEqualTo(Math.log(2));
  }

  /** e¹ = e² W₂ᵀ = (½·1 + (−½)(−1), ½·0 + (−½)·1) = (1, −½). */
  @Test
  void backpropagation_estimate_isAsWorkedOut() {
    forward(new Backpropagation(), Map.of());
    learner.estimate(pass);

    assertEstimate(1, -0.5);
  }

  /** W₁ += ½ xᵀ e¹ = ½ [1·1 1·(−½); 2·1 2·(−½)] = [½ −¼; 1 −½]; W₂ += ½ h¹ᵀ e² = ½ [½ −½; 1 −1]. */
  @Test
  void backpropagation_step_isAsWorkedOut() {
    forward(new Backpropagation(), Map.of());
    trainer.step(pass);

    assertThat(parameters.get("Wf1").toArray()).containsExactly(1.5f, -0.25f, 1f, 0.5f);
    assertThat(parameters.get("bf1").toArray()).containsExactly(0.5f, -0.25f);
    assertThat(parameters.get("Wf2").toArray()).containsExactly(1.25f, -1.25f, 0.5f, 0.5f);
    assertThat(parameters.get("bf2").toArray()).containsExactly(0.25f, -0.25f);
  }

  /** B = [0 1; 2 0]: e¹ = e² Bᵀ = (½·0 + (−½)·1, ½·2 + (−½)·0) = (−½, 1). */
  @Test
  void feedbackAlignment_estimate_isAsWorkedOut() {
    forward(new FeedbackAlignment(), Map.of());
    learner.estimate(pass);

    assertEstimate(-0.5, 1);
  }

  /** With one hidden layer as feedback alignment: e¹ = e² Bᵀ = (−½, 1). */
  @Test
  void directFeedbackAlignment_estimate_isAsWorkedOut() {
    forward(new DirectFeedbackAlignment(), Map.of());
    learner.estimate(pass);

    assertEstimate(-0.5, 1);
  }

  /** Only the top layer moves, as in backpropagation. */
  @Test
  void lastLayerOnly_step_isAsWorkedOut() {
    forward(new LastLayerOnly(), Map.of());
    trainer.step(pass);

    assertEstimate(0, 0);
    assertThat(parameters.get("Wf1").toArray()).containsExactly(1, 0, 0, 1);
    assertThat(parameters.get("Wf2").toArray()).containsExactly(1.25f, -1.25f, 0.5f, 0.5f);
  }

  /** t¹ = g(t²) = (3/2·1, ½·2 + 1) = (3/2, 2); e¹ = t¹ − h¹ = (½, 0). */
  @Test
  void targetPropagation_estimate_isAsWorkedOut() {
    forward(new TargetPropagation(), Map.of());
    learner.estimate(pass);

    assertTarget(1.5, 2);
    assertEstimate(0.5, 0);
  }

  /** g(h²) = (1, 1·2 + 1) = (1, 3); t¹ = h¹ + g(t²) − g(h²) = (1, 2) + (½, −1) = (3/2, 1). */
  @Test
  void differenceTargetPropagation_estimate_isAsWorkedOut() {
    forward(new DifferenceTargetPropagation(), Map.of());
    learner.estimate(pass);

    assertTarget(1.5, 1);
    assertEstimate(0.5, -1);
  }

  /**
   * E = g(t²) = (3/2, 2), I = i(h¹) = (1 + ½, 2·½) = (3/2, 1), σ² = ½: t¹ = h¹/σ² + E − I/σ² = (2,
   * 4) + (3/2, 2) − (3, 2) = (½, 4), e¹ = (−½, 2).
   */
  @Test
  void balancedInhibitionLiteral_estimate_isAsWorkedOut() {
    forward(new BalancedInhibitionGradient(), Map.of("sigma2", "0.5"));
    learner.estimate(pass);

    assertTarget(0.5, 4);
    assertEstimate(-0.5, 2);
  }

  /** α = 2: e¹ = 2 [(E − h¹) + (h¹ − I)/σ²] = 2 [(½, 0) + (−1, 2)] = (−1, 4). */
  @Test
  void balancedInhibitionScaled_estimate_isAsWorkedOut() {
    forward(new BalancedInhibitionGradient(), Map.of("sigma2", "0.5", "alpha", "2"));
    learner.estimate(pass);

    assertEstimate(-1, 4);
    assertTarget(0, 6);
  }

  /** α = 2: e¹ = 2 (E − I) = 2 (0, 1) = (0, 2), whatever σ² is. */
  @Test
  void balancedInhibitionDifference_estimate_isAsWorkedOut() {
    forward(
        new BalancedInhibitionGradient(),
        Map.of("sigma2", "0.5", "alpha", "2", "targetForm", "excitationMinusInhibition"));
    learner.estimate(pass);

    assertEstimate(0, 2);
    assertTarget(1, 4);
  }

  /**
   * g learns r = h¹ from u = h²: error r − g(u) = (1, 2) − (1, 3) = (0, −1), W += ½ uᵀ(0, −1) = ½
   * [0 −1; 0 −1]. The target follows from the new g: W = [1 −½; 0 3/2], b = (0, ½): g(t²) = (3/2,
   * −¾ + ¾ + ½) = (3/2, ½).
   */
  @Test
  void feedbackMap_step_isAsWorkedOut() {
    forward(new TargetPropagation(), Map.of());
    learner.learnAuxiliaries(pass);
    learner.estimate(pass);

    assertThat(parameters.get("Wg1").toArray()).containsExactly(1, -0.5f, 0, 1.5f);
    assertThat(parameters.get("bg1").toArray()).containsExactly(0, 0.5f);
    assertTarget(1.5, 0.5);
  }

  /**
   * i learns r = h¹ from h¹ (this test's noise is none): error (1, 2) − (3/2, 1) = (−½, 1), W += ½
   * h¹ᵀ(−½, 1) = ½ [−½ 1; −1 2], b += ½ (−½, 1).
   */
  @Test
  void inhibitoryMap_step_isAsWorkedOut() {
    forward(new BalancedInhibitionGradient(), Map.of());
    learner.learnAuxiliaries(pass);

    assertThat(parameters.get("Wi1").toArray()).containsExactly(0.75f, 0.5f, -0.5f, 1.5f);
    assertThat(parameters.get("bi1").toArray()).containsExactly(0.25f, 0.5f);
  }

  /** i learns r = g(h²) = (1, 3), of the g before its own step: error (−½, 2). */
  @Test
  void inhibitoryMapOfFeedback_step_isAsWorkedOut() {
    forward(new BalancedInhibitionGradient(), Map.of("inhibitionTarget", "feedback"));
    learner.learnAuxiliaries(pass);

    assertThat(parameters.get("bi1").toArray()).containsExactly(0.25f, 1f);
  }

  /** i learns r = g(t²) = (3/2, 2): error (0, 1). */
  @Test
  void inhibitoryMapOfReceived_step_isAsWorkedOut() {
    forward(new BalancedInhibitionGradient(), Map.of("inhibitionTarget", "received"));
    learner.learnAuxiliaries(pass);

    assertThat(parameters.get("bi1").toArray()).containsExactly(0.5f, 0.5f);
  }
}

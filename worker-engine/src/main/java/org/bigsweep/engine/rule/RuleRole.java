package org.bigsweep.engine.rule;

/** The role of a rule in a comparison of rules. Reports find by it what they speak of. */
public enum RuleRole {
  /** It follows the exact gradient: the reference, which is shown but not ranked. */
  EXACT_GRADIENT,
  /** The rule under study, of which findings tell first. */
  STUDIED,
  /** The rule whose correction the studied one replaces: a level to compare with. */
  BASELINE,
  /** Any other rule. */
  OTHER
}

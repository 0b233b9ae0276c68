package org.bigsweep.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What each package of the engine may know. */
@AnalyzeClasses(
    packages = "org.bigsweep.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {
  private static final String ENGINE = "org.bigsweep.engine..";

  @ArchTest static final ArchRule kernel_knowsNothingAboveIt = knowsOnly("kernel", "jit", "disk");

  @ArchTest static final ArchRule disk_standsAlone = knowsOnly("disk");

  @ArchTest static final ArchRule param_standsAlone = knowsOnly("param");

  @ArchTest static final ArchRule noise_knowsOnlyTheCompiler = knowsOnly("noise", "jit");

  @ArchTest static final ArchRule data_knowsOnlyParameters = knowsOnly("data", "param");

  @ArchTest static final ArchRule net_knowsOnlyKernels = knowsOnly("net", "kernel");

  @ArchTest static final ArchRule optim_knowsNoRule = knowsOnly("optim", "net", "kernel", "param");

  @ArchTest
  static final ArchRule rule_knowsNoTrial = knowsOnly("rule", "optim", "net", "kernel", "param");

  @ArchTest
  static final ArchRule catalog_knowsNoTraining =
      knowsOnly("catalog", "rule", "optim", "net", "kernel", "data", "param");

  @ArchTest
  static final ArchRule diagnostic_knowsNoTrial = knowsOnly("diagnostic", "rule", "net", "kernel");

  @ArchTest
  static final ArchRule cost_isKnownToNobodyBelow =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.bigsweep.engine.cost..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bigsweep.engine.cost..");

  @ArchTest
  static final ArchRule trial_doesNotKnowItsOracle =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.bigsweep.engine.oracle..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bigsweep.engine.oracle..");

  @ArchTest
  static final ArchRule kernel_aloneTouchesNativePointers =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.bigsweep.engine.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  /** Beyond kernels ND4J serves the diagnostics' algebra and the files of kept parameters. */
  @ArchTest
  static final ArchRule nd4j_staysOutOfTheLoop =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.bigsweep.engine.kernel..",
              "org.bigsweep.engine.diagnostic..",
              "org.bigsweep.engine.trial..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.nd4j..");

  @ArchTest
  static final ArchRule results_areWrittenByTrialsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.bigsweep.engine.trial..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bigsweep.results..");

  @ArchTest
  static final ArchRule nobody_knowsSparkOrTheCommandLine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "picocli..", "org.bigsweep.driver..");

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("org.bigsweep.engine.(*)..").should().beFreeOfCycles();

  /** Classes of {@code name} depend on no package of the engine but itself and {@code others}. */
  private static ArchRule knowsOnly(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = packageOf(name);
    for (int k = 0; k < others.length; k++) {
      allowed[k + 1] = packageOf(others[k]);
    }
    return classes()
        .that()
        .resideInAPackage(packageOf(name))
        .should()
        .onlyDependOnClassesThat(resideOutsideOfPackage(ENGINE).or(resideInAnyPackage(allowed)));
  }

  private static String packageOf(String name) {
    return "org.bigsweep.engine." + name + "..";
  }
}

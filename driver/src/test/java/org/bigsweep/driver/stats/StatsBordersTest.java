package org.bigsweep.driver.stats;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.bigsweep.results.TrialState;

@AnalyzeClasses(
    packages = "org.bigsweep.driver",
    importOptions = ImportOption.DoNotIncludeTests.class)
class StatsBordersTest {
  @ArchTest
  static final ArchRule statsIsPureArithmetic =
      classes()
          .that()
          .resideInAPackage("..driver.stats..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "..driver.stats..",
                      "java.lang..",
                      "java.util..",
                      "org.apache.commons.math3..",
                      "org.tribuo..")
                  .or(belongToAnyOf(TrialState.class)));
}

package org.bert4j.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The directions in which the code may look, and what it keeps away from. */
@AnalyzeClasses(packages = "org.bert4j", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modules =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.bert4j..")
          .layer("tokenizer")
          .definedBy("org.bert4j.tokenizer..")
          .layer("common")
          .definedBy("org.bert4j.common..")
          .layer("pretrain")
          .definedBy("org.bert4j.pretrain..")
          .optionalLayer("finetune")
          .definedBy("org.bert4j.finetune..")
          .layer("examples")
          .definedBy("org.bert4j.examples..")
          .whereLayer("tokenizer")
          .mayOnlyAccessLayers("common")
          .whereLayer("common")
          .mayNotAccessAnyLayer()
          .whereLayer("pretrain")
          .mayOnlyAccessLayers("tokenizer", "common")
          .whereLayer("finetune")
          .mayOnlyAccessLayers("tokenizer", "common");

  @ArchTest
  static final ArchRule theTokenizerSeesNoTensors =
      noClasses()
          .that()
          .resideInAPackage("org.bert4j.tokenizer..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.bert4j.common..")
                  .and(not(resideInAPackage("org.bert4j.common.io.."))));

  /** Every package of every module is a slice, so a circle through parents and children is one. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.bert4j.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyKernelsSeeOneDnn =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.bert4j.common.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.dnnl..");

  @ArchTest
  static final ArchRule onlyTheTokenizerSeesDjl =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.bert4j.tokenizer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  /** Who does not ask for arrays of ND4J's does not load it. */
  @ArchTest
  static final ArchRule onlyBridgesSeeDeeplearning4j =
      noClasses()
          .that()
          .resideOutsideOfPackages("..dl4j..", "org.bert4j.examples.ui..")
          .and()
          .doNotHaveSimpleName("PretrainedBert")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..");

  @ArchTest
  static final ArchRule onlyExamplesSeePicocliAndCharts =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.bert4j.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "picocli..", "me.tongfei..", "org.jfree..", "org.apache.batik..", "freemarker..");

  @ArchTest
  static final ArchRule noGlobalRandomness =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .orShould()
          .callMethod(Math.class, "random")
          .because("every draw comes from (seed, epoch, index, purpose)");

  @ArchTest
  static final ArchRule nothingDependsOnTheLocale =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintStream.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(Locale.class, "getDefault")
          .because("a file named or written in one locale is read in another");

  @ArchTest static final ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule noJavaUtilLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule noVagueNames =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  @ArchTest
  static final ArchRule configurationIsRecords =
      classes()
          .that()
          .haveSimpleNameEndingWith("Config")
          .and()
          .resideInAPackage("org.bert4j..")
          .should()
          .beRecords();

  /** Two classes of one name are taken for each other. */
  @ArchTest
  static void noTwoClassesHaveOneName(JavaClasses all) {
    Map<String, JavaClass> seen = new HashMap<>();
    for (JavaClass each : all) {
      if (each.isTopLevelClass() && !each.getSimpleName().equals("package-info")) {
        JavaClass other = seen.put(each.getSimpleName(), each);
        assertNull(other, () -> each.getName() + " and " + other.getName());
      }
    }
  }

  /** Java's other loops over groups call themselves: a long text would overflow the stack. */
  @ArchTest
  static void patternsLoopOverGroupsPossessively(JavaClasses all) throws IllegalAccessException {
    Pattern loop = Pattern.compile("\\)(?:[*+]|\\{\\d+,})(?!\\+)");
    int patterns = 0;
    for (JavaClass each : all) {
      for (JavaField declared : each.getFields()) {
        if (declared.getRawType().isEquivalentTo(Pattern.class)
            && declared.getModifiers().contains(JavaModifier.STATIC)) {
          Field field = declared.reflect();
          field.setAccessible(true);
          String pattern = ((Pattern) field.get(null)).pattern();
          String groups = pattern.replaceAll("\\\\.", "e").replaceAll("\\[[^\\]]*+\\]", "c");
          assertFalse(loop.matcher(groups).find(), () -> declared.getFullName() + ": " + pattern);
          patterns++;
        }
      }
    }
    assertTrue(patterns > 50, "found only " + patterns);
  }
}

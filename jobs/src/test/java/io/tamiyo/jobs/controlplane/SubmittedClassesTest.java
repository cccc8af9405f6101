package io.tamiyo.jobs.controlplane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the jobs need when they run stands in the jar that is submitted, which leaves much out. */
class SubmittedClassesTest {

  private static final Pattern LEFT_OUT = Pattern.compile("<exclude>(io/tamiyo/[\\w/]+)/\\*\\*<");

  /** As the jar is made. */
  private static List<String> leftOut() throws Exception {
    List<String> packages = new ArrayList<>();
    LEFT_OUT
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .forEach(found -> packages.add(found.group(1).replace('/', '.') + ".."));
    return packages;
  }

  @Test
  void jobsNeedNoClassThatTheirJarLeavesOut() throws Exception {
    List<String> absent = leftOut();
    assertThat(absent).contains("io.tamiyo.jobs.terminal..", "io.tamiyo.jobs.deadletters..");
    absent.add("picocli..");
    JavaClasses classes = ArchConfiguration.withThreadLocalScope(SubmittedClassesTest::ours);
    for (String job : List.of(ControlPlaneJob.class.getName(), "io.tamiyo.jobs.mirror.MirrorJob")) {
      noClasses()
          .that()
          .haveFullyQualifiedName(job)
          .should()
          .transitivelyDependOnClassesThat()
          .resideInAnyPackage(absent.toArray(String[]::new))
          .check(classes);
    }
  }

  /** Ours alone: what they need of others is known by name. */
  private static JavaClasses ours(ArchConfiguration configuration) {
    configuration.setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.tamiyo.contracts", "io.tamiyo.operators", "io.tamiyo.jobs");
  }
}

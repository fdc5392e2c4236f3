package dev.sock;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.sock");

	@Test
	void needsNothingButJavaJspecifyAndSlf4j() {
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("dev.sock", "dev.sock.spi", "dev.sock.impl", "dev.sock.capture", "java..",
					"org.jspecify..", "org.slf4j..")
			.check(this.classes);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("dev.(**)").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void onlyTheImplementationKnowsTheSpi() {
		noClasses().that()
			.resideInAPackage("dev.sock")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.sock.spi", "dev.sock.impl")
			.check(this.classes);
		noClasses().that()
			.resideInAPackage("dev.sock.spi")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.sock.impl")
			.check(this.classes);
	}

	@Test
	void nothingStaticCanChange() {
		fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(this.classes);
	}

	@Test
	void theImplementationIsHidden() {
		classes().that()
			.resideInAPackage("dev.sock.impl")
			.and()
			.areTopLevelClasses()
			.and()
			.haveSimpleNameNotEndingWith("Factory")
			.should()
			.bePackagePrivate()
			.check(this.classes);
	}

}

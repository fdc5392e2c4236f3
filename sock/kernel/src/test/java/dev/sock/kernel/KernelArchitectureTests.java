package dev.sock.kernel;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the borders of the kernel transport.
 */
class KernelArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.sock");

	@Test
	void jnaIsNamedWhereLibcIsCalledOnly() {
		noClasses().that()
			.resideOutsideOfPackage("dev.sock.kernel.sys")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.sun.jna..")
			.check(CLASSES);
	}

	@Test
	void whatCallsLibcKnowsNothingOfSctp() {
		classes().that()
			.resideInAPackage("dev.sock.kernel.sys")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("dev.sock.kernel.sys", "com.sun.jna..", "java..", "org.jspecify..")
			.check(CLASSES);
	}

	@Test
	void theSocketsKnowNothingOfTheTransport() {
		noClasses().that()
			.resideInAPackage("dev.sock.kernel.socket")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.sock.spi", "dev.sock.impl", "dev.sock.kernel.transport")
			.check(CLASSES);
	}

	@Test
	void theTransportPackageShowsNothingButTheTransport() {
		classes().that()
			.resideInAPackage("dev.sock.kernel.transport")
			.and()
			.arePublic()
			.should()
			.haveSimpleName("KernelTransport")
			.check(CLASSES);
	}

	@Test
	void packagesFormNoCycle() {
		slices().matching("dev.sock.kernel.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void nothingStaticEverChanges() {
		fields().that()
			.areStatic()
			.and()
			.areDeclaredInClassesThat()
			.resideInAPackage("dev.sock.kernel..")
			.should()
			.beFinal()
			.check(CLASSES);
	}

}

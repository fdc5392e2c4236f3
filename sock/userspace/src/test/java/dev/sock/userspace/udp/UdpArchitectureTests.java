package dev.sock.userspace.udp;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Holds the borders around Netty.
 */
class UdpArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.sock");

	@Test
	void nettyIsNamedInTheUdpPackageOnly() {
		noClasses().that()
			.resideOutsideOfPackage("dev.sock.userspace.udp")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "org.jctools..")
			.check(CLASSES);
	}

	@Test
	void theUdpPackageShowsNothingButTheTransport() {
		classes().that()
			.resideInAPackage("dev.sock.userspace.udp")
			.and()
			.arePublic()
			.should()
			.haveSimpleName("UdpTransport")
			.check(CLASSES);
	}

}

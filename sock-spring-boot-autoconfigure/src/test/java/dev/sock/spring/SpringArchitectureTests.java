package dev.sock.spring;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class SpringArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.sock.spring");

	@Test
	void packagesHaveNoCycles() {
		assertThat(this.classes).hasSizeGreaterThan(50);
		slices().matching("dev.sock.spring.(**)").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void ofSockNothingIsSeenButThePublicApi() {
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("dev.sock", "dev.sock.capture", "dev.sock.spring..", "java..", "org.springframework..",
					"io.micrometer..", "org.jspecify..", "org.slf4j..")
			.check(this.classes);
	}

	@Test
	void onlyTheMetersNeedMicrometerAndOnlyTheActuatorItsJar() {
		noClasses().that()
			.resideOutsideOfPackages("dev.sock.spring.metrics", "dev.sock.spring.autoconfigure.metrics")
			.should()
			.dependOnClassesThat()
			// Spring's context itself brings observations
			.resideInAnyPackage("io.micrometer.core..", "io.micrometer.prometheus..")
			.check(this.classes);
		noClasses().that()
			.resideOutsideOfPackages("dev.sock.spring.actuate", "dev.sock.spring.page", "dev.sock.spring.packets",
					"dev.sock.spring.autoconfigure.actuate")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
			.check(this.classes);
	}

}

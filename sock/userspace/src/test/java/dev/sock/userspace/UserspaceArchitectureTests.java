package dev.sock.userspace;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.Timer;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the invariants of the userspace transport: an engine without I/O, threads, clock
 * and randomness of its own, no cycles, nothing static that changes.
 */
class UserspaceArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.sock.userspace");

	@Test
	void theEngineKnowsBytesAndTimesAndNothingOfTheMachine() {
		classes().that()
			.resideInAPackage("dev.sock.userspace.engine..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("dev.sock", "dev.sock.spi", "dev.sock.userspace.engine..", "java.lang",
					"java.lang.annotation", "java.lang.invoke", "java.lang.runtime", "java.nio", "java.nio.charset",
					"java.security", "java.time", "java.util", "java.util.concurrent", "java.util.function",
					"java.util.random", "java.util.stream", "java.util.zip", "javax.crypto..", "org.jspecify..")
			.check(CLASSES);
	}

	@Test
	void theEngineHasNoThreadLockClockOrRandomnessOfItsOwn() {
		noClasses().that()
			.resideInAPackage("dev.sock.userspace.engine..")
			.should()
			.dependOnClassesThat()
			.belongToAnyOf(Thread.class, Runtime.class, Process.class, SecureRandom.class, Random.class, Timer.class)
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.time.Clock")
			.orShould()
			.dependOnClassesThat()
			.haveNameMatching("java\\.util\\.concurrent\\.(?!CompletableFuture$).*")
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Math.class, "random")
			.check(CLASSES);
	}

	@Test
	void packagesFormNoCycle() {
		slices().matching("dev.sock.userspace.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void nothingStaticEverChanges() {
		fields().that().areStatic().and(new DescribedPredicate<JavaField>("are our own") {

			@Override
			public boolean test(JavaField field) {
				return !field.getModifiers().contains(JavaModifier.SYNTHETIC);
			}

		}).should().beFinal().check(CLASSES);
		classes().should(new ArchCondition<JavaClass>("keep no collection in a static field") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				for (JavaField field : type.getFields()) {
					if (field.getModifiers().contains(JavaModifier.STATIC)
							&& (field.getRawType().isAssignableTo(Map.class)
									|| field.getRawType().isAssignableTo(Collection.class))) {
						events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is a collection"));
					}
				}
			}

		}).check(CLASSES);
	}

}

package dev.sock.spring.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.sock.SctpBindException;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.SctpListenerState;
import dev.sock.spring.packets.SockPacketsEndpoint;
import dev.sock.spring.page.SockPageEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the actuator answers over JMX: plain maps, readable problems, access.
 */
class ActuatorOverJmxTests {

	private static final String[] WRITABLE = { "management.endpoint.sock.access=unrestricted",
			"management.endpoint.socklisteners.access=unrestricted" };

	private ConfigurableApplicationContext application;

	private void run(String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.main.web-application-type=none", "spring.jmx.enabled=true",
				"spring.jmx.unique-names=true", "management.endpoints.jmx.exposure.include=*",
				"management.endpoints.jmx.domain=dev.sock.test"));
		all.addAll(List.of(properties));
		this.application = ActuatorApplication.run(all.toArray(String[]::new));
		awaitPhase(Phase.UP);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private ManagedAssociation managed() {
		return ActuatorApplication.hlr(this.application);
	}

	private void awaitPhase(Phase phase) {
		ActuatorApplication.awaitPhase(this.application, phase);
	}

	private MBeanServer server() {
		return this.application.getBean(MBeanServer.class);
	}

	private ObjectName bean(String id) throws JMException {
		Set<ObjectName> names = server().queryNames(new ObjectName("dev.sock.test:type=Endpoint,name=" + id + ",*"),
				null);
		assertThat(names).as(id).hasSize(1);
		return names.iterator().next();
	}

	/** All arguments are texts, as they are in a console. */
	private Object invoke(String id, String operation, String... arguments) throws JMException {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return server().invoke(bean(id), operation, arguments, signature);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> map(String id, String operation, String... arguments) throws JMException {
		return (Map<String, Object>) invoke(id, operation, arguments);
	}

	private Set<String> operations(String id) throws JMException {
		MBeanInfo info = server().getMBeanInfo(bean(id));
		Set<String> names = new TreeSet<>();
		Arrays.stream(info.getOperations()).map(MBeanFeatureInfo::getName).forEach(names::add);
		assertThat(names).as("each name is that of one operation").hasSize(info.getOperations().length);
		return names;
	}

	@Test
	void endpointsAssociationsAndListenersAreRead() throws Exception {
		run();
		assertThat(map("Sock", "endpoints").get("endpoints")).asString().contains("client", "hlr=ESTABLISHED");
		assertThat(map("Sock", "endpoint", "client")).containsEntry("name", "client").containsEntry("open", true);
		assertThat(map("Sock", "association", "client", "hlr")).containsEntry("state", "ESTABLISHED")
			.hasEntrySatisfying("paths", (paths) -> assertThat(paths).asString().contains("address=10.0.0.1"));
		assertThat(map("Socklisteners", "listeners").get("listeners")).asString().contains("state=RUNNING");
		assertThat(map("Socklisteners", "listener", "l")).containsEntry("endpoint", "client");
		assertThat(invoke("Sock", "endpoint", "none")).isNull();
		assertThat(invoke("Sock", "association", "client", "none")).isNull();
		assertThat(invoke("Socklisteners", "listener", "none")).isNull();
	}

	@Test
	void anEndpointIsStoppedAndStarted() throws Exception {
		run(WRITABLE);
		assertThat(map("Sock", "changeEndpoint", "client", "stop")).containsEntry("name", "client")
			.containsEntry("open", false);
		assertThat(map("Sock", "changeEndpoint", "client", "START")).containsEntry("open", true);
		awaitPhase(Phase.UP);
	}

	@Test
	void anAssociationIsEndedAndConnected() throws Exception {
		run(WRITABLE);
		assertThat(map("Sock", "changeAssociation", "client", "hlr", "abort", null)).containsEntry("name", "hlr")
			.containsEntry("state", "CLOSED");
		assertThat(managed().status().phase()).isEqualTo(Phase.STOPPED);
		assertThat(map("Sock", "changeAssociation", "client", "hlr", "connect", null)).containsEntry("name", "hlr");
		awaitPhase(Phase.UP);
	}

	@Test
	void anAssociationOfAPeerThatIsGoneOnceItIsAbortedIsNull() throws Exception {
		run(WRITABLE);
		this.application.getBean(FakeNetwork.class).endpoint("server").establish("peer");
		assertThat(invoke("Sock", "changeAssociation", "server", "peer", "abort", null)).isNull();
		assertThat(this.application.getBean(FakeNetwork.class).endpoint("server").association("peer")).isEmpty();
	}

	@Test
	void aListenerIsPausedAndResumed() throws Exception {
		run(WRITABLE);
		assertThat(map("Socklisteners", "change", "l", "pause")).containsEntry("state", "PAUSED");
		assertThat(this.application.getBean(SctpListenerRegistry.class).listener("l").state())
			.isEqualTo(SctpListenerState.PAUSED);
		assertThat(map("Socklisteners", "change", "l", "resume")).containsEntry("state", "RUNNING");
	}

	@ParameterizedTest
	@CsvSource({ "none, hlr, abort, , 'none'", "client, none, abort, , 'none'",
			"client, hlr, set_primary, 10.9.9.9, 10.9.9.9", "client, hlr, set_primary, , 'address'" })
	void whatCannotBeDoneToAnAssociationIsSaidInWords(String endpoint, String association, String action,
			String address, String problem) throws Exception {
		run(WRITABLE);
		assertThatExceptionOfType(JMException.class)
			.isThrownBy(() -> invoke("Sock", "changeAssociation", endpoint, association, action, address))
			.havingCause()
			.withMessageContaining(problem);
		assertThat(managed().status().phase()).isEqualTo(Phase.UP);
	}

	@Test
	void anUnknownEndpointListenerOrActionIsSaidInWords() throws Exception {
		run(WRITABLE);
		assertThatExceptionOfType(JMException.class).isThrownBy(() -> invoke("Sock", "changeEndpoint", "none", "stop"))
			.havingCause()
			.withMessageContaining("'none'");
		assertThatExceptionOfType(JMException.class).isThrownBy(() -> invoke("Socklisteners", "change", "none", "stop"))
			.havingCause()
			.withMessageContaining("'none'");
		assertThatExceptionOfType(JMException.class)
			.isThrownBy(() -> invoke("Sock", "changeEndpoint", "client", "explode"))
			.havingCause()
			.withMessageContaining("explode");
	}

	@Test
	void anEndpointThatCannotBeStartedSaysWhy() throws Exception {
		run(WRITABLE);
		invoke("Sock", "changeEndpoint", "client", "stop");
		this.application.getBean(FakeNetwork.class).failure = new SctpBindException(
				SctpBindException.Reason.SCTP_PORT_IN_USE, "port is taken", null);
		assertThatExceptionOfType(JMException.class)
			.isThrownBy(() -> invoke("Sock", "changeEndpoint", "client", "start"))
			.havingCause()
			.withMessageContaining("'client'")
			.withMessageContaining("port is taken");
	}

	@Test
	void byDefaultNothingCanBeChanged() throws Exception {
		run();
		assertThat(operations("Sock")).containsExactly("association", "endpoint", "endpoints");
		assertThat(operations("Socklisteners")).containsExactly("listener", "listeners");
		assertThatExceptionOfType(JMException.class)
			.isThrownBy(() -> invoke("Sock", "changeEndpoint", "client", "stop"));
		assertThat(managed().status().phase()).isEqualTo(Phase.UP);
	}

	@Test
	void whereAccessAllowsOperationsAreThereToChangeThings() throws Exception {
		run(WRITABLE);
		assertThat(operations("Sock")).containsExactly("association", "changeAssociation", "changeEndpoint", "endpoint",
				"endpoints");
		assertThat(operations("Socklisteners")).containsExactly("change", "listener", "listeners");
		assertThat(Arrays.stream(server().getMBeanInfo(bean("Sock")).getOperations())
			.map(MBeanOperationInfo::getReturnType)).containsOnly(Map.class.getName());
	}

	@Test
	void withoutAccessThereIsNothing() throws Exception {
		run("management.endpoint.sock.access=none", "management.endpoint.socklisteners.access=none");
		assertThat(server().queryNames(new ObjectName("dev.sock.test:name=Sock*,*"), null)).isEmpty();
	}

	@Test
	void whatIsForBrowsersAndFilesIsNotThere() throws Exception {
		run("spring.main.web-application-type=servlet", "management.endpoints.web.exposure.include=*",
				"management.endpoint.sockpackets.access=unrestricted", "sock.page.enabled=true");
		assertThat(this.application.getBeansOfType(SockPageEndpoint.class)).hasSize(1);
		assertThat(this.application.getBeansOfType(SockPacketsEndpoint.class)).hasSize(1);
		assertThat(server().queryNames(new ObjectName("dev.sock.test:name=Sockp*,*"), null)).isEmpty();
	}

}

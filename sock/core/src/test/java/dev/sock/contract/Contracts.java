package dev.sock.contract;

import java.util.List;

/**
 * All parts of the contract.
 */
public final class Contracts {

	private static final List<Class<? extends Contract>> ALL = List.of(AbortContract.class, AcceptContract.class,
			BackpressureContract.class, ClosingContract.class, CompletionContract.class, ConnectContract.class,
			ConnectFailureContract.class, DemandContract.class, DynamicAddressesContract.class, FairnessContract.class,
			GenSctpSuiteContract.class, HandlerContract.class, LifeCycleContract.class, LookupContract.class,
			MessageSizeContract.class, MultiHomingContract.class, OptionEffectsContract.class, OptionsContract.class,
			PacketTapContract.class, PartialReliabilityContract.class, PartialDeliveryContract.class,
			PathEventsContract.class, PathParametersContract.class, PeelOffContract.class, PullContract.class,
			RemoteErrorContract.class, RestartContract.class, ShutdownContract.class, StatisticsContract.class,
			StreamReconfigurationContract.class, StreamsContract.class);

	private Contracts() {
	}

	/**
	 * Returns the parts that a class with nested tests leaves out.
	 * @param tests a transport's tests
	 * @return the parts without a nested class
	 */
	public static List<Class<? extends Contract>> missing(Class<?> tests) {
		List<Class<?>> nested = List.of(tests.getDeclaredClasses())
			.stream()
			.<Class<?>>map(Class::getSuperclass)
			.toList();
		return ALL.stream().filter((contract) -> !nested.contains(contract)).toList();
	}

}

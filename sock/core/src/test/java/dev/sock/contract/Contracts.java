package dev.sock.contract;

import java.util.List;

/**
 * All parts of the contract.
 */
public final class Contracts {

	private static final List<Class<? extends Contract>> ALL = List.of(AcceptContract.class, BackpressureContract.class,
			ConnectContract.class, ConnectFailureContract.class, HandlerContract.class, LifeCycleContract.class,
			MessageSizeContract.class, PullContract.class, StreamsContract.class);

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

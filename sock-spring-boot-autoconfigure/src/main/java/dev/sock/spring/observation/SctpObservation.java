package dev.sock.spring.observation;

import dev.sock.SctpAssociation;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed.
 */
public enum SctpObservation implements ObservationDocumentation {

	/**
	 * A call of a listener, until its result is there. Retries are observed one by one.
	 */
	LISTENER {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultSctpListenerObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return KeyName.merge(new KeyName[] { LowCardinality.LISTENER }, COMMON);
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}
	},

	/**
	 * A message that is sent: until it is accepted, or acknowledged if the sender wants
	 * to know.
	 */
	TEMPLATE {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultSctpTemplateObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return COMMON;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}
	};

	private static final KeyName[] COMMON = { LowCardinality.ENDPOINT, LowCardinality.ASSOCIATION };

	/** The value of {@link LowCardinality#ASSOCIATION} where no property names it. */
	public static final String OTHER = "other";

	static String associationTag(SctpAssociation association, boolean named) {
		return named ? association.name() : OTHER;
	}

	/**
	 * Keys with few values, which metrics have.
	 */
	public enum LowCardinality implements KeyName {

		/** Name of the endpoint. */
		ENDPOINT {
			@Override
			public String asString() {
				return "endpoint";
			}
		},

		/**
		 * Name of the association if properties name it, else {@code other}: peers that
		 * come and go must not make ever more time series.
		 */
		ASSOCIATION {
			@Override
			public String asString() {
				return "association";
			}
		},

		/** Name of the listener. */
		LISTENER {
			@Override
			public String asString() {
				return "listener";
			}
		}

	}

	/**
	 * Keys with many values, which only traces have.
	 */
	public enum HighCardinality implements KeyName {

		/** Name of the association, whoever named it. */
		ASSOCIATION_NAME {
			@Override
			public String asString() {
				return "sctp.association";
			}
		},

		/** Messages of a batch, if there is more than one. */
		MESSAGES {
			@Override
			public String asString() {
				return "sctp.messages";
			}
		},

		/** Stream number. Not for a batch. */
		STREAM {
			@Override
			public String asString() {
				return "sctp.stream";
			}
		},

		/** Payload protocol identifier. Not for a batch. */
		PPID {
			@Override
			public String asString() {
				return "sctp.ppid";
			}
		},

		/** Bytes of the payload, or of all payloads. */
		LENGTH {
			@Override
			public String asString() {
				return "sctp.length";
			}
		}

	}

}

package dev.sock.userspace.contract;

import dev.sock.contract.AbortContract;
import dev.sock.contract.AcceptContract;
import dev.sock.contract.BackpressureContract;
import dev.sock.contract.ClosingContract;
import dev.sock.contract.CompletionContract;
import dev.sock.contract.ConnectContract;
import dev.sock.contract.ConnectFailureContract;
import dev.sock.contract.Contracts;
import dev.sock.contract.DemandContract;
import dev.sock.contract.DynamicAddressesContract;
import dev.sock.contract.FairnessContract;
import dev.sock.contract.GenSctpSuiteContract;
import dev.sock.contract.HandlerContract;
import dev.sock.contract.LifeCycleContract;
import dev.sock.contract.LookupContract;
import dev.sock.contract.MessageSizeContract;
import dev.sock.contract.MultiHomingContract;
import dev.sock.contract.OptionEffectsContract;
import dev.sock.contract.OptionsContract;
import dev.sock.contract.PartialReliabilityContract;
import dev.sock.contract.PacketTapContract;
import dev.sock.contract.PartialDeliveryContract;
import dev.sock.contract.PathEventsContract;
import dev.sock.contract.PathParametersContract;
import dev.sock.contract.PeelOffContract;
import dev.sock.contract.PullContract;
import dev.sock.contract.RemoteErrorContract;
import dev.sock.contract.RestartContract;
import dev.sock.contract.ShutdownContract;
import dev.sock.contract.StatisticsContract;
import dev.sock.contract.StreamReconfigurationContract;
import dev.sock.contract.StreamsContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every transport must do, over UDP on loopback.
 */
class UserspaceContractTests {

	@Test
	void noPartOfTheContractIsLeftOut() {
		assertThat(Contracts.missing(UserspaceContractTests.class)).isEmpty();
	}

	@Nested
	class Abort extends AbortContract {

		Abort() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Accept extends AcceptContract {

		Accept() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Backpressure extends BackpressureContract {

		Backpressure() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Closing extends ClosingContract {

		Closing() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Completion extends CompletionContract {

		Completion() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Connect extends ConnectContract {

		Connect() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class ConnectFailure extends ConnectFailureContract {

		ConnectFailure() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Demand extends DemandContract {

		Demand() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class DynamicAddresses extends DynamicAddressesContract {

		DynamicAddresses() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Fairness extends FairnessContract {

		Fairness() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class GenSctpSuite extends GenSctpSuiteContract {

		GenSctpSuite() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Handler extends HandlerContract {

		Handler() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class LifeCycle extends LifeCycleContract {

		LifeCycle() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Lookup extends LookupContract {

		Lookup() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class MessageSize extends MessageSizeContract {

		MessageSize() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class MultiHoming extends MultiHomingContract {

		MultiHoming() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class PacketTap extends PacketTapContract {

		PacketTap() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class PartialReliability extends PartialReliabilityContract {

		PartialReliability() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class OptionEffects extends OptionEffectsContract {

		OptionEffects() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Options extends OptionsContract {

		Options() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class PathParameters extends PathParametersContract {

		PathParameters() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class PartialDelivery extends PartialDeliveryContract {

		PartialDelivery() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class PathEvents extends PathEventsContract {

		PathEvents() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class PeelOff extends PeelOffContract {

		PeelOff() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Pull extends PullContract {

		Pull() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class RemoteError extends RemoteErrorContract {

		RemoteError() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Restart extends RestartContract {

		Restart() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Shutdown extends ShutdownContract {

		Shutdown() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Statistics extends StatisticsContract {

		Statistics() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class StreamReconfiguration extends StreamReconfigurationContract {

		StreamReconfiguration() {
			super(new UserspaceFixture());
		}

	}

	@Nested
	class Streams extends StreamsContract {

		Streams() {
			super(new UserspaceFixture());
		}

	}

}

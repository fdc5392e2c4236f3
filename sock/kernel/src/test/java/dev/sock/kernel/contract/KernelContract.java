package dev.sock.kernel.contract;

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
 * What every transport must do, by the kernel on loopback. Not named as tests are, since
 * it needs a kernel with SCTP, see the package.
 */
class KernelContract {

	@Test
	void noPartOfTheContractIsLeftOut() {
		assertThat(Contracts.missing(KernelContract.class)).isEmpty();
	}

	@Nested
	class Own extends KernelOwn {

	}

	@Nested
	class OwnOptions extends KernelOwnOptions {

	}

	@Nested
	class Abort extends AbortContract {

		Abort() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Accept extends AcceptContract {

		Accept() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Backpressure extends BackpressureContract {

		Backpressure() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Closing extends ClosingContract {

		Closing() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Completion extends CompletionContract {

		Completion() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Connect extends ConnectContract {

		Connect() {
			super(new KernelFixture());
		}

	}

	@Nested
	class ConnectFailure extends ConnectFailureContract {

		ConnectFailure() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Demand extends DemandContract {

		Demand() {
			super(new KernelFixture());
		}

	}

	@Nested
	class DynamicAddresses extends DynamicAddressesContract {

		DynamicAddresses() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Fairness extends FairnessContract {

		Fairness() {
			super(new KernelFixture());
		}

	}

	@Nested
	class GenSctpSuite extends GenSctpSuiteContract {

		GenSctpSuite() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Handler extends HandlerContract {

		Handler() {
			super(new KernelFixture());
		}

	}

	@Nested
	class LifeCycle extends LifeCycleContract {

		LifeCycle() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Lookup extends LookupContract {

		Lookup() {
			super(new KernelFixture());
		}

	}

	@Nested
	class MessageSize extends MessageSizeContract {

		MessageSize() {
			super(new KernelFixture());
		}

	}

	@Nested
	class MultiHoming extends MultiHomingContract {

		MultiHoming() {
			super(new KernelFixture());
		}

	}

	@Nested
	class PacketTap extends PacketTapContract {

		PacketTap() {
			super(new KernelFixture());
		}

	}

	@Nested
	class PartialReliability extends PartialReliabilityContract {

		PartialReliability() {
			super(new KernelFixture());
		}

	}

	@Nested
	class OptionEffects extends OptionEffectsContract {

		OptionEffects() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Options extends OptionsContract {

		Options() {
			super(new KernelFixture());
		}

	}

	@Nested
	class PathParameters extends PathParametersContract {

		PathParameters() {
			super(new KernelFixture());
		}

	}

	@Nested
	class PartialDelivery extends PartialDeliveryContract {

		PartialDelivery() {
			super(new KernelFixture());
		}

	}

	@Nested
	class PathEvents extends PathEventsContract {

		PathEvents() {
			super(new KernelFixture());
		}

	}

	@Nested
	class PeelOff extends PeelOffContract {

		PeelOff() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Pull extends PullContract {

		Pull() {
			super(new KernelFixture());
		}

	}

	@Nested
	class RemoteError extends RemoteErrorContract {

		RemoteError() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Restart extends RestartContract {

		Restart() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Shutdown extends ShutdownContract {

		Shutdown() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Statistics extends StatisticsContract {

		Statistics() {
			super(new KernelFixture());
		}

	}

	@Nested
	class StreamReconfiguration extends StreamReconfigurationContract {

		StreamReconfiguration() {
			super(new KernelFixture());
		}

	}

	@Nested
	class Streams extends StreamsContract {

		Streams() {
			super(new KernelFixture());
		}

	}

}

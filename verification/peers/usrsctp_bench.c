/*
 * Throughput and round trips of usrsctp over UDP (RFC 6951), without debug output.
 *
 *   receive  counts and checks messages, prints one line of JSON when the sender has gone
 *   send     sends for a time, or a number of messages, then shuts down
 *   pong     sends back what it gets
 *   ping     sends one message at a time, prints the round trips as one line of JSON
 *
 * Options are usrsctp's defaults but where an option below says otherwise; ping and pong set SCTP_NODELAY.
 */
#include "common.h"

enum { OPT_UDP = 1, OPT_PEER_UDP, OPT_PORT, OPT_SIZE, OPT_MESSAGES, OPT_SECONDS, OPT_WARMUP, OPT_STREAMS, OPT_MTU,
	OPT_MAX_BURST, OPT_BUFFER, OPT_LOCAL, OPT_ADDRESS, OPT_UNORDERED };

static const struct option OPTIONS[] = {
	{ "udp-port", required_argument, NULL, OPT_UDP },
	{ "peer-udp-port", required_argument, NULL, OPT_PEER_UDP },
	{ "port", required_argument, NULL, OPT_PORT },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "messages", required_argument, NULL, OPT_MESSAGES },
	{ "seconds", required_argument, NULL, OPT_SECONDS },
	{ "warmup", required_argument, NULL, OPT_WARMUP },
	{ "streams", required_argument, NULL, OPT_STREAMS },
	{ "mtu", required_argument, NULL, OPT_MTU },
	{ "max-burst", required_argument, NULL, OPT_MAX_BURST },
	{ "buffer", required_argument, NULL, OPT_BUFFER },
	{ "local", required_argument, NULL, OPT_LOCAL },
	{ "address", required_argument, NULL, OPT_ADDRESS },
	{ "unordered", no_argument, NULL, OPT_UNORDERED },
	{ NULL, 0, NULL, 0 }
};

static uint16_t udp_port = 9899;
static uint16_t peer_udp_port = 9900;
static uint16_t port = 5001;
static size_t size = 1024;
static uint64_t messages;
static int64_t run_nanos = 5 * INT64_C(1000000000);
static int64_t warmup_nanos;
static uint16_t streams = 1;
static uint32_t mtu;
static uint32_t max_burst;
static int buffer;
static const char *local = "127.0.0.1";
static const char *address = "127.0.0.1";
static bool unordered;

static unsigned char message[MAX_MESSAGE];

static void usage(void)
{
	fail("usage: usrsctp_bench receive|send|pong|ping [--udp-port N] [--peer-udp-port N] [--port N] [--local IP]\n"
			"  [--address IP] [--size BYTES] [--messages N | --seconds N] [--warmup SECONDS] [--streams N]\n"
			"  [--unordered] [--mtu BYTES] [--max-burst N] [--buffer BYTES]");
}

static void options(int argc, char **argv)
{
	int option;
	int index = 0;

	while ((option = getopt_long(argc, argv, "", OPTIONS, &index)) != -1) {
		const char *name = OPTIONS[index].name;

		switch (option) {
		case OPT_UDP: udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PEER_UDP: peer_udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PORT: port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_SIZE: size = (size_t) number(name, optarg, HEADER, MAX_MESSAGE); break;
		case OPT_MESSAGES: messages = (uint64_t) number(name, optarg, 1, 1000000000); break;
		case OPT_SECONDS: run_nanos = number(name, optarg, 1, 3600) * INT64_C(1000000000); break;
		case OPT_WARMUP: warmup_nanos = number(name, optarg, 0, 3600) * INT64_C(1000000000); break;
		case OPT_STREAMS: streams = (uint16_t) number(name, optarg, 1, 2048); break;
		case OPT_MTU: mtu = (uint32_t) number(name, optarg, 576, 65535); break;
		case OPT_MAX_BURST: max_burst = (uint32_t) number(name, optarg, 1, 1024); break;
		case OPT_BUFFER: buffer = (int) number(name, optarg, 4096, 1 << 30); break;
		case OPT_LOCAL: local = optarg; break;
		case OPT_ADDRESS: address = optarg; break;
		case OPT_UNORDERED: unordered = true; break;
		default: usage();
		}
	}
	if (optind != argc) {
		usage();
	}
}

static void configure(struct socket *so)
{
	struct sctp_assoc_value burst;

	peer_mtu(so, mtu);
	if (buffer != 0) {
		peer_buffers(so, buffer);
	}
	if (max_burst != 0) {
		burst.assoc_id = 0;
		burst.assoc_value = max_burst;
		peer_set(so, IPPROTO_SCTP, SCTP_MAX_BURST, &burst, sizeof burst, "SCTP_MAX_BURST");
	}
}

static struct socket *accept_one(void)
{
	struct socket *listener = peer_listen(local, port, streams);
	struct socket *so;

	configure(listener);
	printf("{\"ready\":true,\"stack\":\"usrsctp\",\"udpPort\":%u,\"port\":%u}\n", udp_port, port);
	fflush(stdout);
	so = usrsctp_accept(listener, NULL, NULL);
	if (so == NULL) {
		fail_errno("usrsctp_accept");
	}
	usrsctp_close(listener);
	return so;
}

static struct socket *connect_one(void)
{
	struct socket *so = peer_socket(streams);

	configure(so);
	peer_udp(so, peer_udp_port);
	peer_connect(so, local, address, port);
	return so;
}

static void nodelay(struct socket *so)
{
	int on = 1;

	peer_set(so, IPPROTO_SCTP, SCTP_NODELAY, &on, sizeof on, "SCTP_NODELAY");
}

static void receive_all(void)
{
	struct socket *so = accept_one();
	uint64_t expected[2048];
	uint64_t total = 0;
	uint64_t bytes = 0;
	uint64_t window_messages = 0;
	uint64_t window_bytes = 0;
	uint64_t corrupt = 0;
	uint64_t disordered = 0;
	int64_t first = 0;
	int64_t start = 0;
	int64_t last = 0;
	struct sctpstat stat;
	ssize_t length;

	for (int i = 0; i < 2048; i++) {
		expected[i] = (uint64_t) i;
	}
	for (;;) {
		struct sctp_rcvinfo info;
		bool notification = false;
		uint64_t n;

		length = peer_receive(so, message, sizeof message, &info, &notification);
		if (length <= 0) {
			break;
		}
		if (notification) {
			continue;
		}
		last = nanos();
		if (!pattern_check(message, (size_t) length, &n)) {
			corrupt++;
		}
		else if (!unordered) {
			if (info.rcv_sid >= streams || n != expected[info.rcv_sid]) {
				disordered++;
			}
			if (info.rcv_sid < streams) {
				expected[info.rcv_sid] = n + streams;
			}
		}
		total++;
		bytes += (uint64_t) length;
		if (first == 0) {
			first = last;
		}
		if (start != 0) {
			window_messages++;
			window_bytes += (uint64_t) length;
		}
		else if (last - first >= warmup_nanos) {
			start = last;
		}
	}
	double seconds = start == 0 ? 0 : (double) (last - start) / 1e9;
	usrsctp_get_stat(&stat);
	printf("{\"stack\":\"usrsctp\",\"role\":\"receive\",\"messages\":%llu,\"bytes\":%llu,\"corrupt\":%llu,"
			"\"disordered\":%llu,\"seconds\":%.3f,\"windowMessages\":%llu,\"messagesPerSecond\":%.0f,"
			"\"megabytesPerSecond\":%.2f,\"packetsIn\":%u,\"packetsOut\":%u,\"graceful\":%s}\n",
			(unsigned long long) total, (unsigned long long) bytes, (unsigned long long) corrupt,
			(unsigned long long) disordered, seconds, (unsigned long long) window_messages,
			seconds > 0 ? (double) window_messages / seconds : 0,
			seconds > 0 ? (double) window_bytes / seconds / 1e6 : 0, stat.sctps_recvpackets,
			stat.sctps_sendpackets, length == 0 ? "true" : "false");
	usrsctp_close(so);
}

static void send_all(void)
{
	struct socket *so = connect_one();
	struct sctp_status status;
	socklen_t status_length = sizeof status;
	struct sctpstat stat;
	int64_t start = nanos();
	int64_t end = start;
	uint64_t n = 0;
	uint32_t path_mtu;
	uint32_t fragmentation_point;

	for (;;) {
		if (messages != 0 ? n == messages : (n & 15) == 0 && nanos() - start >= run_nanos) {
			break;
		}
		pattern_fill(message, size, n);
		if (!peer_send(so, message, size, (uint16_t) (n % streams), htonl(0), unordered)) {
			fail_errno("usrsctp_sendv");
		}
		n++;
	}
	end = nanos();
	memset(&status, 0, sizeof status);
	if (usrsctp_getsockopt(so, IPPROTO_SCTP, SCTP_STATUS, &status, &status_length) < 0) {
		fail_errno("SCTP_STATUS");
	}
	path_mtu = status.sstat_primary.spinfo_mtu + USRSCTP_MTU_HEADERS;
	fragmentation_point = status.sstat_fragmentation_point;
	usrsctp_shutdown(so, SHUT_WR);
	for (;;) {
		struct sctp_rcvinfo info;
		bool notification = false;

		if (peer_receive(so, message, sizeof message, &info, &notification) <= 0) {
			break;
		}
	}
	usrsctp_get_stat(&stat);
	printf("{\"stack\":\"usrsctp\",\"role\":\"send\",\"messages\":%llu,\"size\":%zu,\"seconds\":%.3f,"
			"\"pathMtu\":%u,\"fragmentationPoint\":%u,\"packetsOut\":%u,\"packetsIn\":%u,"
			"\"payloadPerPacket\":%.0f,\"retransmittedChunks\":%u,\"t3Expirations\":%u}\n",
			(unsigned long long) n, size, (double) (end - start) / 1e9, path_mtu, fragmentation_point,
			stat.sctps_sendpackets, stat.sctps_recvpackets,
			stat.sctps_sendpackets == 0 ? 0 : (double) n * (double) size / stat.sctps_sendpackets,
			stat.sctps_sendretransdata, stat.sctps_timodata);
	usrsctp_close(so);
}

static void pong(void)
{
	struct socket *so = accept_one();
	uint64_t total = 0;

	nodelay(so);
	for (;;) {
		struct sctp_rcvinfo info;
		bool notification = false;
		ssize_t length = peer_receive(so, message, sizeof message, &info, &notification);

		if (length <= 0) {
			break;
		}
		if (notification) {
			continue;
		}
		total++;
		if (!peer_send(so, message, (size_t) length, info.rcv_sid, info.rcv_ppid,
				(info.rcv_flags & SCTP_UNORDERED) != 0)) {
			break;
		}
	}
	printf("{\"stack\":\"usrsctp\",\"role\":\"pong\",\"messages\":%llu}\n", (unsigned long long) total);
	usrsctp_close(so);
}

static int compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *) left;
	int64_t b = *(const int64_t *) right;

	return (a > b) - (a < b);
}

static void ping(void)
{
	static unsigned char answer[MAX_MESSAGE];
	struct socket *so = connect_one();
	size_t capacity = 1 << 22;
	int64_t *trips = malloc(capacity * sizeof *trips);
	size_t count = 0;
	uint64_t corrupt = 0;
	int64_t start;

	if (trips == NULL) {
		fail_errno("malloc");
	}
	nodelay(so);
	start = nanos();
	for (uint64_t n = 0; count < capacity; n++) {
		struct sctp_rcvinfo info;
		bool notification = false;
		int64_t sent = nanos();
		int64_t received;
		ssize_t length;

		if (messages != 0 ? count == messages : sent - start >= warmup_nanos + run_nanos) {
			break;
		}
		pattern_fill(message, size, n);
		if (!peer_send(so, message, size, 0, htonl(0), false)) {
			fail_errno("usrsctp_sendv");
		}
		length = peer_receive(so, answer, sizeof answer, &info, &notification);
		received = nanos();
		if (length <= 0) {
			fail("The association ended");
		}
		if ((size_t) length != size || memcmp(message, answer, size) != 0) {
			corrupt++;
		}
		if (sent - start >= warmup_nanos) {
			trips[count++] = received - sent;
		}
	}
	if (count == 0) {
		fail("No round trip was measured");
	}
	qsort(trips, count, sizeof *trips, compare);
	printf("{\"stack\":\"usrsctp\",\"role\":\"ping\",\"mode\":\"blocking\",\"messages\":%zu,\"size\":%zu,"
			"\"corrupt\":%llu,\"p50Micros\":%.1f,\"p99Micros\":%.1f,\"maxMicros\":%.1f}\n", count, size,
			(unsigned long long) corrupt, (double) trips[count / 2] / 1e3,
			(double) trips[count * 99 / 100] / 1e3, (double) trips[count - 1] / 1e3);
	free(trips);
	usrsctp_shutdown(so, SHUT_WR);
	for (;;) {
		struct sctp_rcvinfo info;
		bool notification = false;

		if (peer_receive(so, answer, sizeof answer, &info, &notification) <= 0) {
			break;
		}
	}
	usrsctp_close(so);
}

int main(int argc, char **argv)
{
	void (*role)(void);

	if (argc < 2) {
		usage();
	}
	if (strcmp(argv[1], "receive") == 0) {
		role = receive_all;
	}
	else if (strcmp(argv[1], "send") == 0) {
		role = send_all;
	}
	else if (strcmp(argv[1], "pong") == 0) {
		role = pong;
	}
	else if (strcmp(argv[1], "ping") == 0) {
		role = ping;
	}
	else {
		usage();
		return 1;
	}
	options(argc - 1, argv + 1);
	pattern_prepare();
	peer_init(udp_port);
	role();
	fflush(stdout);
	peer_finish();
	return 0;
}

/*
 * Connects, sends messages, waits until the peer has acknowledged all of them, shuts down gracefully, and prints one
 * line of JSON. With --echo it also waits until as many messages came back, with --hold for a line on standard input
 * before it shuts down, and says so. The exit code is 0 if everything was acknowledged, or given up as --lifetime or
 * --retransmissions say, and the shutdown was graceful, else 1.
 */
#include "common.h"

enum { OPT_UDP = 1, OPT_PEER_UDP, OPT_PORT, OPT_SIZE, OPT_MESSAGES, OPT_STREAMS, OPT_LOCAL, OPT_ADDRESS, OPT_PPID,
	OPT_UNORDERED, OPT_ECHO, OPT_LIFETIME, OPT_RETRANSMISSIONS, OPT_RTO_MAX, OPT_HOLD };

static const struct option OPTIONS[] = {
	{ "udp-port", required_argument, NULL, OPT_UDP },
	{ "peer-udp-port", required_argument, NULL, OPT_PEER_UDP },
	{ "port", required_argument, NULL, OPT_PORT },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "messages", required_argument, NULL, OPT_MESSAGES },
	{ "streams", required_argument, NULL, OPT_STREAMS },
	{ "local", required_argument, NULL, OPT_LOCAL },
	{ "address", required_argument, NULL, OPT_ADDRESS },
	{ "ppid", required_argument, NULL, OPT_PPID },
	{ "unordered", no_argument, NULL, OPT_UNORDERED },
	{ "echo", no_argument, NULL, OPT_ECHO },
	{ "lifetime", required_argument, NULL, OPT_LIFETIME },
	{ "retransmissions", required_argument, NULL, OPT_RETRANSMISSIONS },
	{ "rto-max", required_argument, NULL, OPT_RTO_MAX },
	{ "hold", no_argument, NULL, OPT_HOLD },
	{ NULL, 0, NULL, 0 }
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool dry;
static bool ended;
static const char *end_state = "unknown";
static uint64_t received;
static uint64_t received_bytes;
static uint64_t corrupt;
static uint64_t failed;

static void usage(void)
{
	fail("usage: usrsctp_client [--udp-port N] [--peer-udp-port N] [--port N] [--local IP] [--address IP]\n"
			"  [--size BYTES] [--messages N] [--streams N] [--ppid N] [--unordered] [--echo]\n"
			"  [--lifetime MILLISECONDS | --retransmissions N] [--rto-max MILLISECONDS] [--hold]");
}

static void on_notification(const union sctp_notification *notification)
{
	switch (notification->sn_header.sn_type) {
	case SCTP_ASSOC_CHANGE:
		switch (notification->sn_assoc_change.sac_state) {
		case SCTP_SHUTDOWN_COMP: end_state = "complete"; break;
		case SCTP_COMM_LOST: end_state = "lost"; break;
		case SCTP_CANT_STR_ASSOC: end_state = "refused"; break;
		default: break;
		}
		break;
	case SCTP_SENDER_DRY_EVENT: dry = true; break;
	case SCTP_SEND_FAILED_EVENT: failed++; break;
	default: break;
	}
}

static void *reader(void *argument)
{
	struct socket *so = argument;
	unsigned char *message = malloc(MAX_MESSAGE);

	if (message == NULL) {
		fail_errno("malloc");
	}
	for (;;) {
		struct sctp_rcvinfo info;
		bool notification = false;
		ssize_t length = peer_receive(so, message, MAX_MESSAGE, &info, &notification);
		uint64_t n;

		pthread_mutex_lock(&mutex);
		if (length <= 0) {
			ended = true;
		}
		else if (notification) {
			on_notification((const union sctp_notification *) (const void *) message);
		}
		else {
			received++;
			received_bytes += (uint64_t) length;
			if (!pattern_check(message, (size_t) length, &n)) {
				corrupt++;
			}
		}
		pthread_cond_broadcast(&changed);
		pthread_mutex_unlock(&mutex);
		if (length <= 0) {
			break;
		}
	}
	free(message);
	return NULL;
}

int main(int argc, char **argv)
{
	static unsigned char message[MAX_MESSAGE];
	uint16_t udp_port = 9900;
	uint16_t peer_udp_port = 9899;
	uint16_t port = 5001;
	size_t size = 1024;
	uint64_t messages = 1000;
	uint16_t streams = 1;
	uint32_t ppid = 0;
	bool unordered = false;
	bool echo = false;
	uint16_t policy = SCTP_PR_SCTP_NONE;
	uint32_t policy_value = 0;
	uint32_t rto_max = 0;
	bool hold = false;
	const char *local = "127.0.0.1";
	const char *address = "127.0.0.1";
	struct sctp_status status;
	socklen_t status_length = sizeof status;
	struct socket *so;
	pthread_t thread;
	bool acknowledged;
	bool graceful;
	uint64_t sent = 0;
	int64_t start;
	double seconds;
	int option;
	int index = 0;

	while ((option = getopt_long(argc, argv, "", OPTIONS, &index)) != -1) {
		const char *name = OPTIONS[index].name;

		switch (option) {
		case OPT_UDP: udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PEER_UDP: peer_udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PORT: port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_SIZE: size = (size_t) number(name, optarg, HEADER, MAX_MESSAGE); break;
		case OPT_MESSAGES: messages = (uint64_t) number(name, optarg, 0, 1000000000); break;
		case OPT_STREAMS: streams = (uint16_t) number(name, optarg, 1, 2048); break;
		case OPT_LOCAL: local = optarg; break;
		case OPT_ADDRESS: address = optarg; break;
		case OPT_PPID: ppid = (uint32_t) number(name, optarg, 0, 0xffffffffL); break;
		case OPT_UNORDERED: unordered = true; break;
		case OPT_ECHO: echo = true; break;
		case OPT_LIFETIME:
			policy = SCTP_PR_SCTP_TTL;
			policy_value = (uint32_t) number(name, optarg, 1, 0xffffffffL);
			break;
		case OPT_RETRANSMISSIONS:
			policy = SCTP_PR_SCTP_RTX;
			policy_value = (uint32_t) number(name, optarg, 0, 0xffffffffL);
			break;
		case OPT_RTO_MAX: rto_max = (uint32_t) number(name, optarg, 10, 60000); break;
		case OPT_HOLD: hold = true; break;
		default: usage();
		}
	}
	if (optind != argc) {
		usage();
	}
	pattern_prepare();
	peer_init(udp_port);
	so = peer_socket(streams);
	peer_buffers(so, 2 * MAX_MESSAGE);
	peer_udp(so, peer_udp_port);
	peer_subscribe(so, SCTP_ASSOC_CHANGE);
	peer_subscribe(so, SCTP_SEND_FAILED_EVENT);
	if (rto_max != 0) {
		peer_rto(so, rto_max);
	}
	peer_connect(so, local, address, port);
	memset(&status, 0, sizeof status);
	if (usrsctp_getsockopt(so, IPPROTO_SCTP, SCTP_STATUS, &status, &status_length) < 0) {
		fail_errno("SCTP_STATUS");
	}
	if (status.sstat_outstrms < streams) {
		fail("The peer takes %u streams only", status.sstat_outstrms);
	}
	if (pthread_create(&thread, NULL, reader, so) != 0) {
		fail("pthread_create failed");
	}
	start = nanos();
	for (; sent < messages; sent++) {
		pattern_fill(message, size, sent);
		if (!peer_send_with_policy(so, message, size, (uint16_t) (sent % streams), htonl(ppid), unordered, policy,
				policy_value)) {
			break;
		}
	}
	/* Asked for only now, the event comes at once if everything is acknowledged already. */
	peer_subscribe(so, SCTP_SENDER_DRY_EVENT);
	pthread_mutex_lock(&mutex);
	while ((!dry || (echo && received < messages)) && !ended) {
		pthread_cond_wait(&changed, &mutex);
	}
	acknowledged = dry && sent == messages;
	pthread_mutex_unlock(&mutex);
	seconds = (double) (nanos() - start) / 1e9;
	if (hold) {
		printf("{\"acknowledged\":%s}\n", acknowledged ? "true" : "false");
		fflush(stdout);
		getchar();
	}
	usrsctp_shutdown(so, SHUT_WR);
	pthread_join(thread, NULL);
	usrsctp_close(so);
	graceful = strcmp(end_state, "complete") == 0;
	printf("{\"stack\":\"usrsctp\",\"role\":\"client\",\"messages\":%llu,\"size\":%zu,\"acknowledged\":%s,"
			"\"failed\":%llu,\"seconds\":%.3f,\"received\":%llu,\"receivedBytes\":%llu,\"corrupt\":%llu,"
			"\"shutdown\":\"%s\"}\n", (unsigned long long) sent, size, acknowledged ? "true" : "false",
			(unsigned long long) failed, seconds, (unsigned long long) received,
			(unsigned long long) received_bytes, (unsigned long long) corrupt, end_state);
	fflush(stdout);
	peer_finish();
	return acknowledged && graceful && corrupt == 0 && (!echo || received == messages) ? 0 : 1;
}

/*
 * Echoes messages of up to 1 MB: puts the pieces of each together and sends it back whole, on the same stream, with
 * the same payload protocol identifier and unordered flag. usrsctp's own echo_server splits at 10,240 bytes. With
 * --adaptation it says so of itself, and prints what the other side says (RFC 5061 §4.2.6).
 */
#include "common.h"

enum { OPT_UDP = 1, OPT_PORT, OPT_LOCAL, OPT_STREAMS, OPT_ASSOCIATIONS, OPT_ADAPTATION };

static const struct option OPTIONS[] = {
	{ "udp-port", required_argument, NULL, OPT_UDP },
	{ "port", required_argument, NULL, OPT_PORT },
	{ "local", required_argument, NULL, OPT_LOCAL },
	{ "streams", required_argument, NULL, OPT_STREAMS },
	{ "associations", required_argument, NULL, OPT_ASSOCIATIONS },
	{ "adaptation", required_argument, NULL, OPT_ADAPTATION },
	{ NULL, 0, NULL, 0 }
};

static void usage(void)
{
	fail("usage: usrsctp_echo [--udp-port N] [--port N] [--local IP] [--streams N] [--associations N]\n"
			"  [--adaptation N]");
}

static void on_notification(const union sctp_notification *notification)
{
	if (notification->sn_header.sn_type == SCTP_ADAPTATION_INDICATION) {
		printf("{\"event\":\"adaptation\",\"indication\":%u}\n",
				notification->sn_adaptation_event.sai_adaptation_ind);
		fflush(stdout);
	}
}

static void *echo(void *argument)
{
	struct socket *so = argument;
	unsigned char *message = malloc(MAX_MESSAGE);
	uint64_t total = 0;
	bool writable = true;
	ssize_t length;

	if (message == NULL) {
		fail_errno("malloc");
	}
	for (;;) {
		struct sctp_rcvinfo info;
		bool notification = false;

		length = peer_receive(so, message, MAX_MESSAGE, &info, &notification);
		if (length <= 0) {
			break;
		}
		if (notification) {
			on_notification((const union sctp_notification *) message);
			continue;
		}
		/* A peer that is shutting down takes nothing more, but it is read to the end. */
		writable = writable && peer_send(so, message, (size_t) length, info.rcv_sid, info.rcv_ppid,
				(info.rcv_flags & SCTP_UNORDERED) != 0);
		total += writable ? 1 : 0;
	}
	free(message);
	usrsctp_close(so);
	printf("{\"stack\":\"usrsctp\",\"role\":\"echo\",\"messages\":%llu,\"graceful\":%s}\n",
			(unsigned long long) total, length == 0 ? "true" : "false");
	fflush(stdout);
	return NULL;
}

int main(int argc, char **argv)
{
	uint16_t udp_port = 9899;
	uint16_t port = 7;
	uint16_t streams = 2048;
	long associations = 0;
	long adaptation = -1;
	const char *local = "127.0.0.1";
	pthread_t *threads = NULL;
	struct socket *listener;
	int option;
	int index = 0;

	while ((option = getopt_long(argc, argv, "", OPTIONS, &index)) != -1) {
		const char *name = OPTIONS[index].name;

		switch (option) {
		case OPT_UDP: udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PORT: port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_LOCAL: local = optarg; break;
		case OPT_STREAMS: streams = (uint16_t) number(name, optarg, 1, 2048); break;
		case OPT_ASSOCIATIONS: associations = number(name, optarg, 1, 10000); break;
		case OPT_ADAPTATION: adaptation = number(name, optarg, 0, INT32_MAX); break;
		default: usage();
		}
	}
	if (optind != argc) {
		usage();
	}
	peer_end_on_signal();
	peer_init(udp_port);
	listener = peer_listen(local, port, streams);
	if (adaptation >= 0) {
		struct sctp_setadaptation value = { .ssb_adaptation_ind = (uint32_t) adaptation };

		peer_subscribe(listener, SCTP_ADAPTATION_INDICATION);
		peer_set(listener, IPPROTO_SCTP, SCTP_ADAPTATION_LAYER, &value, sizeof value, "SCTP_ADAPTATION_LAYER");
	}
	/* A message is accepted whole or not at all, so both buffers hold two of the longest. */
	peer_buffers(listener, 2 * MAX_MESSAGE);
	printf("{\"ready\":true,\"stack\":\"usrsctp\",\"udpPort\":%u,\"port\":%u}\n", udp_port, port);
	fflush(stdout);
	if (associations != 0) {
		threads = calloc((size_t) associations, sizeof *threads);
		if (threads == NULL) {
			fail_errno("calloc");
		}
	}
	for (long i = 0; associations == 0 || i < associations; i++) {
		struct socket *so = usrsctp_accept(listener, NULL, NULL);
		pthread_t thread;

		if (so == NULL) {
			fail_errno("usrsctp_accept");
		}
		if (pthread_create(&thread, NULL, echo, so) != 0) {
			fail("pthread_create failed");
		}
		if (threads != NULL) {
			threads[i] = thread;
		}
		else {
			pthread_detach(thread);
		}
	}
	for (long i = 0; i < associations; i++) {
		pthread_join(threads[i], NULL);
	}
	free(threads);
	usrsctp_close(listener);
	peer_finish();
	return 0;
}

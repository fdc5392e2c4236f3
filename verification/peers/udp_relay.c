/*
 * Relays UDP datagrams on loopback and loses some of them: whoever sends to --listen talks to --to. Which ones are
 * lost follows from the seed and from the number of the datagram in its direction. It reads and writes in batches,
 * so that it is not what limits the speed. Ends by SIGTERM, with one line of JSON; what its own socket buffer was
 * too small for is reported as overflow.
 */
#define _GNU_SOURCE
#include "common.h"
#include <poll.h>

#define BATCH 64
#define DATAGRAM 65536

enum { OPT_LISTEN = 1, OPT_TO, OPT_LOSS, OPT_SEED };

static const struct option OPTIONS[] = {
	{ "listen", required_argument, NULL, OPT_LISTEN },
	{ "to", required_argument, NULL, OPT_TO },
	{ "loss", required_argument, NULL, OPT_LOSS },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ NULL, 0, NULL, 0 }
};

struct direction {
	int from;
	int to;
	struct sockaddr_in destination;
	bool known;
	uint64_t random;
	uint64_t relayed;
	uint64_t dropped;
	uint32_t overflow;
};

static volatile sig_atomic_t stopped;
static unsigned char buffers[BATCH][DATAGRAM];

static void stop(int signal_number)
{
	(void) signal_number;
	stopped = 1;
}

static int open_socket(uint16_t port)
{
	int on = 1;
	int bytes = 8 << 20;
	struct sockaddr_in address = peer_address("127.0.0.1", port);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *) &address, sizeof address) < 0) {
		fail_errno("bind");
	}
	/* The second works for root only, the first as far as net.core.rmem_max goes. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes);
	if (setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on) < 0) {
		fail_errno("SO_RXQ_OVFL");
	}
	return fd;
}

/* SplitMix64. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void relay(struct direction *direction, struct direction *back, uint64_t threshold)
{
	static struct mmsghdr in[BATCH];
	static struct mmsghdr out[BATCH];
	static struct iovec in_parts[BATCH];
	static struct iovec out_parts[BATCH];
	static struct sockaddr_in sources[BATCH];
	static union {
		char bytes[CMSG_SPACE(sizeof(uint32_t))];
		struct cmsghdr alignment;
	} control[BATCH];
	int count;
	int kept = 0;

	for (int i = 0; i < BATCH; i++) {
		in_parts[i] = (struct iovec) { buffers[i], DATAGRAM };
		memset(&in[i], 0, sizeof in[i]);
		in[i].msg_hdr.msg_iov = &in_parts[i];
		in[i].msg_hdr.msg_iovlen = 1;
		in[i].msg_hdr.msg_name = &sources[i];
		in[i].msg_hdr.msg_namelen = sizeof sources[i];
		in[i].msg_hdr.msg_control = &control[i];
		in[i].msg_hdr.msg_controllen = sizeof control[i];
	}
	count = recvmmsg(direction->from, in, BATCH, MSG_DONTWAIT, NULL);
	for (int i = 0; i < count; i++) {
		struct cmsghdr *header = CMSG_FIRSTHDR(&in[i].msg_hdr);

		if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SO_RXQ_OVFL) {
			memcpy(&direction->overflow, CMSG_DATA(header), sizeof direction->overflow);
		}
		back->destination = sources[i];
		back->known = true;
		if (!direction->known || next(&direction->random) < threshold) {
			direction->dropped++;
			continue;
		}
		out_parts[kept] = (struct iovec) { buffers[i], in[i].msg_len };
		memset(&out[kept], 0, sizeof out[kept]);
		out[kept].msg_hdr.msg_iov = &out_parts[kept];
		out[kept].msg_hdr.msg_iovlen = 1;
		out[kept].msg_hdr.msg_name = &direction->destination;
		out[kept].msg_hdr.msg_namelen = sizeof direction->destination;
		kept++;
	}
	for (int done = 0; done < kept;) {
		int sent = sendmmsg(direction->to, out + done, (unsigned int) (kept - done), 0);

		if (sent > 0) {
			done += sent;
			direction->relayed += (uint64_t) sent;
		}
		else if (errno == EAGAIN) {
			struct pollfd writable = { direction->to, POLLOUT, 0 };
			poll(&writable, 1, 100);
		}
		else {
			/* An ICMP error of an earlier datagram, say: this one is tried once more by the peer itself. */
			direction->dropped++;
			done++;
		}
	}
}

int main(int argc, char **argv)
{
	uint16_t listen_port = 0;
	uint16_t to_port = 0;
	double loss = 0;
	uint64_t seed = 1;
	uint64_t threshold;
	struct direction forth;
	struct direction back;
	struct sigaction action;
	char *end;
	int option;
	int index = 0;

	while ((option = getopt_long(argc, argv, "", OPTIONS, &index)) != -1) {
		const char *name = OPTIONS[index].name;

		switch (option) {
		case OPT_LISTEN: listen_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_TO: to_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_SEED: seed = (uint64_t) number(name, optarg, 0, INT64_MAX); break;
		case OPT_LOSS:
			loss = strtod(optarg, &end);
			if (*optarg == '\0' || *end != '\0' || !(loss >= 0 && loss <= 100)) {
				fail("--loss: '%s' is not a percentage", optarg);
			}
			break;
		default: listen_port = 0; optind = argc + 1; break;
		}
	}
	if (listen_port == 0 || to_port == 0 || optind != argc) {
		fail("usage: udp_relay --listen PORT --to PORT [--loss PERCENT] [--seed N]");
	}
	memset(&action, 0, sizeof action);
	action.sa_handler = stop;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	memset(&forth, 0, sizeof forth);
	memset(&back, 0, sizeof back);
	threshold = loss >= 100 ? UINT64_MAX : (uint64_t) (loss / 100 * 18446744073709551616.0);
	forth.from = back.to = open_socket(listen_port);
	forth.to = back.from = open_socket(0);
	forth.destination = peer_address("127.0.0.1", to_port);
	forth.known = true;
	forth.random = seed;
	back.random = ~seed;
	printf("{\"ready\":true,\"role\":\"relay\",\"listen\":%u,\"to\":%u}\n", listen_port, to_port);
	fflush(stdout);
	while (!stopped) {
		struct pollfd readable[2] = { { forth.from, POLLIN, 0 }, { back.from, POLLIN, 0 } };

		if (poll(readable, 2, 1000) <= 0) {
			continue;
		}
		if ((readable[0].revents & (POLLIN | POLLERR)) != 0) {
			relay(&forth, &back, threshold);
		}
		if ((readable[1].revents & (POLLIN | POLLERR)) != 0) {
			/* The answers come from whom the relay sends to, always: the destination stays as it was given. */
			struct sockaddr_in destination = forth.destination;
			relay(&back, &forth, threshold);
			forth.destination = destination;
		}
	}
	printf("{\"role\":\"relay\",\"relayed\":%llu,\"dropped\":%llu,\"overflow\":%u,\"relayedBack\":%llu,"
			"\"droppedBack\":%llu,\"overflowBack\":%u}\n", (unsigned long long) forth.relayed,
			(unsigned long long) forth.dropped, forth.overflow, (unsigned long long) back.relayed,
			(unsigned long long) back.dropped, back.overflow);
	return 0;
}

/*
 * What the peers share: options, the pattern of the messages, one-to-one sockets of usrsctp in UDP.
 */
#ifndef SOCK_PEERS_COMMON_H
#define SOCK_PEERS_COMMON_H

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <usrsctp.h>

#define MAX_MESSAGE (1 << 20)
#define HEADER 8

static inline void fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static inline void fail_errno(const char *what)
{
	fail("%s: %s", what, strerror(errno));
}

static inline int64_t nanos(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* A whole number within bounds, or the end of the program with the option's name. */
static inline long number(const char *option, const char *text, long min, long max)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno != 0 || *text == '\0' || *end != '\0' || value < min || value > max) {
		fail("--%s: '%s' is not a number from %ld to %ld", option, text, min, max);
	}
	return value;
}

/*
 * The pattern: message n starts with n as 8 bytes, big-endian; byte i after that is (n * 31 + i) mod 256.
 * One table that repeats 0 to 255 holds every rotation, so filling is a memcpy and checking a memcmp.
 */
static unsigned char pattern_table[MAX_MESSAGE + 256];

static inline void pattern_prepare(void)
{
	for (size_t i = 0; i < sizeof pattern_table; i++) {
		pattern_table[i] = (unsigned char) i;
	}
}

static inline void pattern_fill(unsigned char *message, size_t length, uint64_t n)
{
	for (int i = 0; i < HEADER; i++) {
		message[i] = (unsigned char) (n >> (56 - 8 * i));
	}
	memcpy(message + HEADER, pattern_table + ((n * 31 + HEADER) & 0xff), length - HEADER);
}

/* Whether the bytes are those of the message whose number they start with. */
static inline bool pattern_check(const unsigned char *message, size_t length, uint64_t *n)
{
	if (length < HEADER || length > MAX_MESSAGE) {
		*n = UINT64_MAX;
		return false;
	}
	*n = 0;
	for (int i = 0; i < HEADER; i++) {
		*n = (*n << 8) | message[i];
	}
	return memcmp(message + HEADER, pattern_table + ((*n * 31 + HEADER) & 0xff), length - HEADER) == 0;
}

/* Starts usrsctp silently. The checksum is on, loopback included: the other side checks it, too. */
static inline void peer_init(uint16_t udp_port)
{
	usrsctp_init(udp_port, NULL, NULL);
	usrsctp_sysctl_set_sctp_no_csum_on_loopback(0);
}

static inline struct sockaddr_in peer_address(const char *address, uint16_t port)
{
	struct sockaddr_in result;

	memset(&result, 0, sizeof result);
	result.sin_family = AF_INET;
	result.sin_port = htons(port);
	if (inet_pton(AF_INET, address, &result.sin_addr) != 1) {
		fail("'%s' is not an IPv4 address", address);
	}
	return result;
}

static inline void peer_set(struct socket *so, int level, int name, const void *value, socklen_t length,
		const char *what)
{
	if (usrsctp_setsockopt(so, level, name, value, length) < 0) {
		fail_errno(what);
	}
}

static inline struct socket *peer_socket(uint16_t streams)
{
	struct socket *so = usrsctp_socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP, NULL, NULL, 0, NULL);
	struct sctp_initmsg init;
	int on = 1;

	if (so == NULL) {
		fail_errno("usrsctp_socket");
	}
	memset(&init, 0, sizeof init);
	init.sinit_num_ostreams = streams;
	init.sinit_max_instreams = 2048;
	peer_set(so, IPPROTO_SCTP, SCTP_INITMSG, &init, sizeof init, "SCTP_INITMSG");
	peer_set(so, IPPROTO_SCTP, SCTP_RECVRCVINFO, &on, sizeof on, "SCTP_RECVRCVINFO");
	return so;
}

static inline void peer_subscribe(struct socket *so, uint16_t type)
{
	struct sctp_event event;

	memset(&event, 0, sizeof event);
	event.se_assoc_id = SCTP_ALL_ASSOC;
	event.se_type = type;
	event.se_on = 1;
	peer_set(so, IPPROTO_SCTP, SCTP_EVENT, &event, sizeof event, "SCTP_EVENT");
}

static inline void peer_buffers(struct socket *so, int bytes)
{
	peer_set(so, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes, "SO_SNDBUF");
	peer_set(so, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes, "SO_RCVBUF");
}

static inline void peer_udp(struct socket *so, uint16_t peer_udp_port)
{
	struct sctp_udpencaps encapsulation;

	memset(&encapsulation, 0, sizeof encapsulation);
	encapsulation.sue_address.ss_family = AF_INET;
	encapsulation.sue_port = htons(peer_udp_port);
	peer_set(so, IPPROTO_SCTP, SCTP_REMOTE_UDP_ENCAPS_PORT, &encapsulation, sizeof encapsulation,
			"SCTP_REMOTE_UDP_ENCAPS_PORT");
}

/*
 * Fixes the path MTU, the size of a whole IP packet; 0 leaves usrsctp's own, which is 1500 on loopback. usrsctp's
 * own number leaves out the headers of IPv4, UDP and SCTP: 20, 8 and 12 bytes.
 */
#define USRSCTP_MTU_HEADERS 40

static inline void peer_mtu(struct socket *so, uint32_t mtu)
{
	struct sctp_paddrparams parameters;

	if (mtu == 0) {
		return;
	}
	memset(&parameters, 0, sizeof parameters);
	parameters.spp_address.ss_family = AF_INET;
	parameters.spp_flags = SPP_PMTUD_DISABLE;
	parameters.spp_pathmtu = mtu - USRSCTP_MTU_HEADERS;
	peer_set(so, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, &parameters, sizeof parameters, "SCTP_PEER_ADDR_PARAMS");
}

static inline struct socket *peer_listen(const char *address, uint16_t port, uint16_t streams)
{
	struct socket *so = peer_socket(streams);
	struct sockaddr_in local = peer_address(address, port);

	if (usrsctp_bind(so, (struct sockaddr *) &local, sizeof local) < 0) {
		fail_errno("usrsctp_bind");
	}
	if (usrsctp_listen(so, 16) < 0) {
		fail_errno("usrsctp_listen");
	}
	return so;
}

static inline void peer_connect(struct socket *so, const char *local, const char *address, uint16_t port)
{
	struct sockaddr_in from = peer_address(local, 0);
	struct sockaddr_in to = peer_address(address, port);

	if (usrsctp_bind(so, (struct sockaddr *) &from, sizeof from) < 0) {
		fail_errno("usrsctp_bind");
	}
	if (usrsctp_connect(so, (struct sockaddr *) &to, sizeof to) < 0) {
		fail_errno("usrsctp_connect");
	}
}

/* Bounds of the retransmission time-out: half of the greatest at least, which it starts with. */
static inline void peer_rto(struct socket *so, uint32_t max)
{
	struct sctp_rtoinfo info;

	memset(&info, 0, sizeof info);
	info.srto_initial = max;
	info.srto_min = max / 2;
	info.srto_max = max;
	if (usrsctp_setsockopt(so, IPPROTO_SCTP, SCTP_RTOINFO, &info, sizeof info) < 0) {
		fail_errno("SCTP_RTOINFO");
	}
}

/* Sends one message; false once the association has gone. */
static inline bool peer_send(struct socket *so, const void *message, size_t length, uint16_t stream, uint32_t ppid,
		bool unordered)
{
	struct sctp_sndinfo info;

	memset(&info, 0, sizeof info);
	info.snd_sid = stream;
	info.snd_ppid = ppid;
	info.snd_flags = unordered ? SCTP_UNORDERED : 0;
	return usrsctp_sendv(so, message, length, NULL, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0)
			== (ssize_t) length;
}

/* The same with a policy of partial reliability (RFC 3758, RFC 7496) and its value. */
static inline bool peer_send_with_policy(struct socket *so, const void *message, size_t length, uint16_t stream,
		uint32_t ppid, bool unordered, uint16_t policy, uint32_t value)
{
	struct sctp_sendv_spa spa;

	memset(&spa, 0, sizeof spa);
	spa.sendv_flags = SCTP_SEND_SNDINFO_VALID | SCTP_SEND_PRINFO_VALID;
	spa.sendv_sndinfo.snd_sid = stream;
	spa.sendv_sndinfo.snd_ppid = ppid;
	spa.sendv_sndinfo.snd_flags = unordered ? SCTP_UNORDERED : 0;
	spa.sendv_prinfo.pr_policy = policy;
	spa.sendv_prinfo.pr_value = value;
	return usrsctp_sendv(so, message, length, NULL, 0, &spa, sizeof spa, SCTP_SENDV_SPA, 0) == (ssize_t) length;
}

/*
 * Reads one whole message or notification: pieces are put together until MSG_EOR.
 * Returns its length, 0 at the end of the association, -1 if it ended with an error.
 */
static inline ssize_t peer_receive(struct socket *so, unsigned char *message, size_t size,
		struct sctp_rcvinfo *info, bool *notification)
{
	size_t length = 0;

	for (;;) {
		struct sockaddr_in from;
		struct sctp_recvv_rn received;
		socklen_t from_length = sizeof from;
		socklen_t info_length = sizeof received;
		unsigned int type = SCTP_RECVV_NOINFO;
		int flags = 0;
		ssize_t read;

		if (length == size) {
			fail("A message is longer than %zu bytes", size);
		}
		memset(&received, 0, sizeof received);
		read = usrsctp_recvv(so, message + length, size - length, (struct sockaddr *) &from, &from_length,
				&received, &info_length, &type, &flags);
		if (read <= 0) {
			return read;
		}
		if (length == 0) {
			*notification = (flags & MSG_NOTIFICATION) != 0;
			memset(info, 0, sizeof *info);
			if (type == SCTP_RECVV_RCVINFO) {
				memcpy(info, &received, sizeof *info);
			}
		}
		length += (size_t) read;
		if ((flags & MSG_EOR) != 0) {
			return (ssize_t) length;
		}
	}
}

static inline void peer_finish(void)
{
	for (int i = 0; i < 50 && usrsctp_finish() != 0; i++) {
		usleep(100000);
	}
}

static inline void peer_stop(int signal_number)
{
	(void) signal_number;
	_exit(0);
}

/* SIGTERM and SIGINT end the process with code 0: a server is meant to be ended so. */
static inline void peer_end_on_signal(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof action);
	action.sa_handler = peer_stop;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
}

#endif

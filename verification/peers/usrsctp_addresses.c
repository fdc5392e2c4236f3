/*
 * Connects and does what lines on standard input say: "add IP", "remove IP" (its own addresses, by usrsctp_bindx),
 * "primary IP" (asks the peer to send there), "send TEXT", and ends at the end of the input with a graceful shutdown.
 * Prints a line of JSON for each, and for each message and each change of the peer's addresses.
 */
#include "common.h"

enum { OPT_UDP = 1, OPT_PEER_UDP, OPT_PORT, OPT_LOCAL, OPT_ADDRESS };

static const struct option OPTIONS[] = {
	{ "udp-port", required_argument, NULL, OPT_UDP },
	{ "peer-udp-port", required_argument, NULL, OPT_PEER_UDP },
	{ "port", required_argument, NULL, OPT_PORT },
	{ "local", required_argument, NULL, OPT_LOCAL },
	{ "address", required_argument, NULL, OPT_ADDRESS },
	{ NULL, 0, NULL, 0 }
};

static void usage(void)
{
	fail("usage: usrsctp_addresses [--udp-port N] [--peer-udp-port N] [--port N] [--local IP] [--address IP]");
}

static const char *path_state(uint32_t state)
{
	switch (state) {
	case SCTP_ADDR_AVAILABLE: return "available";
	case SCTP_ADDR_UNREACHABLE: return "unreachable";
	case SCTP_ADDR_REMOVED: return "removed";
	case SCTP_ADDR_ADDED: return "added";
	case SCTP_ADDR_MADE_PRIM: return "made-primary";
	case SCTP_ADDR_CONFIRMED: return "confirmed";
	default: return "unknown";
	}
}

static void print_path(const struct sctp_paddr_change *change)
{
	char text[INET_ADDRSTRLEN] = "?";
	const struct sockaddr_in *address = (const struct sockaddr_in *) (const void *) &change->spc_aaddr;

	if (change->spc_aaddr.ss_family == AF_INET) {
		inet_ntop(AF_INET, &address->sin_addr, text, sizeof text);
	}
	printf("{\"event\":\"path\",\"address\":\"%s\",\"change\":\"%s\"}\n", text, path_state(change->spc_state));
}

static void *reader(void *argument)
{
	struct socket *so = argument;
	unsigned char *message = malloc(MAX_MESSAGE);
	ssize_t length;

	if (message == NULL) {
		fail_errno("malloc");
	}
	for (;;) {
		struct sctp_rcvinfo info;
		bool notification = false;
		const union sctp_notification *told = (const union sctp_notification *) (const void *) message;

		length = peer_receive(so, message, MAX_MESSAGE, &info, &notification);
		if (length <= 0) {
			break;
		}
		if (!notification) {
			printf("{\"event\":\"message\",\"text\":\"%.*s\"}\n", (int) length, message);
		}
		else if (told->sn_header.sn_type == SCTP_PEER_ADDR_CHANGE) {
			print_path(&told->sn_paddr_change);
		}
		fflush(stdout);
	}
	free(message);
	printf("{\"event\":\"end\",\"graceful\":%s}\n", length == 0 ? "true" : "false");
	fflush(stdout);
	return NULL;
}

static void done(const char *what, const char *argument, int result)
{
	printf("{\"event\":\"done\",\"what\":\"%s\",\"address\":\"%s\",\"error\":\"%s\"}\n", what, argument,
			result < 0 ? strerror(errno) : "");
	fflush(stdout);
}

static void set_primary(struct socket *so, const char *text)
{
	struct sctp_setpeerprim primary;
	struct sockaddr_in address = peer_address(text, 0);

	memset(&primary, 0, sizeof primary);
	memcpy(&primary.sspp_addr, &address, sizeof address);
	done("primary", text,
			usrsctp_setsockopt(so, IPPROTO_SCTP, SCTP_SET_PEER_PRIMARY_ADDR, &primary, sizeof primary));
}

static void change_address(struct socket *so, const char *what, const char *text, int flags)
{
	struct sockaddr_in address = peer_address(text, 0);

	done(what, text, usrsctp_bindx(so, (struct sockaddr *) &address, 1, flags));
}

int main(int argc, char **argv)
{
	uint16_t udp_port = 9900;
	uint16_t peer_udp_port = 9899;
	uint16_t port = 5001;
	const char *local = "127.0.0.1";
	const char *address = "127.0.0.1";
	char line[256];
	struct socket *so;
	pthread_t thread;
	int option;
	int index = 0;

	while ((option = getopt_long(argc, argv, "", OPTIONS, &index)) != -1) {
		const char *name = OPTIONS[index].name;

		switch (option) {
		case OPT_UDP: udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PEER_UDP: peer_udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PORT: port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_LOCAL: local = optarg; break;
		case OPT_ADDRESS: address = optarg; break;
		default: usage();
		}
	}
	if (optind != argc) {
		usage();
	}
	peer_end_on_signal();
	peer_init(udp_port);
	/* Without it usrsctp follows the interfaces by itself. */
	usrsctp_sysctl_set_sctp_auto_asconf(0);
	so = peer_socket(1);
	peer_udp(so, peer_udp_port);
	peer_subscribe(so, SCTP_PEER_ADDR_CHANGE);
	peer_connect(so, local, address, port);
	printf("{\"event\":\"connected\"}\n");
	fflush(stdout);
	if (pthread_create(&thread, NULL, reader, so) != 0) {
		fail("pthread_create failed");
	}
	while (fgets(line, sizeof line, stdin) != NULL) {
		char *argument = strchr(line, ' ');

		line[strcspn(line, "\n")] = '\0';
		if (argument == NULL) {
			fail("What is '%s'?", line);
		}
		*argument++ = '\0';
		if (strcmp(line, "add") == 0) {
			change_address(so, "add", argument, SCTP_BINDX_ADD_ADDR);
		}
		else if (strcmp(line, "remove") == 0) {
			change_address(so, "remove", argument, SCTP_BINDX_REM_ADDR);
		}
		else if (strcmp(line, "primary") == 0) {
			set_primary(so, argument);
		}
		else if (strcmp(line, "send") == 0) {
			done("send", argument, peer_send(so, argument, strlen(argument), 0, 0, false) ? 0 : -1);
		}
		else {
			fail("What is '%s'?", line);
		}
	}
	usrsctp_shutdown(so, SHUT_WR);
	pthread_join(thread, NULL);
	usrsctp_close(so);
	peer_finish();
	return 0;
}

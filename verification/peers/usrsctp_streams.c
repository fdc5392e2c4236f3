/*
 * Resets and adds streams (RFC 6525) as the lines on standard input say, and tells of messages and of all that happens to
 * streams. Serves one association, and ends with it.
 *
 *   send STREAM TEXT
 *   reset-outgoing [STREAM], reset-incoming [STREAM]    all streams without one
 *   reset-association
 *   add OUTGOING INCOMING
 */
#include "common.h"

enum { OPT_UDP = 1, OPT_PORT, OPT_LOCAL, OPT_STREAMS, OPT_DENY };

static const struct option OPTIONS[] = {
	{ "udp-port", required_argument, NULL, OPT_UDP },
	{ "port", required_argument, NULL, OPT_PORT },
	{ "local", required_argument, NULL, OPT_LOCAL },
	{ "streams", required_argument, NULL, OPT_STREAMS },
	{ "deny", no_argument, NULL, OPT_DENY },
	{ NULL, 0, NULL, 0 }
};

static void usage(void)
{
	fail("usage: usrsctp_streams [--udp-port N] [--port N] [--local IP] [--streams N] [--deny]");
}

static void tell(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

static void tell_reset(const struct sctp_stream_reset_event *event)
{
	size_t count = (event->strreset_length - sizeof *event) / sizeof event->strreset_stream_list[0];
	char list[512] = "";
	size_t length = 0;

	for (size_t i = 0; i < count && length < sizeof list - 8; i++) {
		length += (size_t) snprintf(list + length, sizeof list - length, "%s%u", i > 0 ? "," : "",
				event->strreset_stream_list[i]);
	}
	tell("{\"event\":\"streams-reset\",\"incoming\":%s,\"outgoing\":%s,\"denied\":%s,\"failed\":%s,\"streams\":[%s]}",
			(event->strreset_flags & SCTP_STREAM_RESET_INCOMING_SSN) != 0 ? "true" : "false",
			(event->strreset_flags & SCTP_STREAM_RESET_OUTGOING_SSN) != 0 ? "true" : "false",
			(event->strreset_flags & SCTP_STREAM_RESET_DENIED) != 0 ? "true" : "false",
			(event->strreset_flags & SCTP_STREAM_RESET_FAILED) != 0 ? "true" : "false", list);
}

static void tell_notification(const union sctp_notification *notification)
{
	switch (notification->sn_header.sn_type) {
	case SCTP_STREAM_RESET_EVENT:
		tell_reset(&notification->sn_strreset_event);
		break;
	case SCTP_ASSOC_RESET_EVENT:
		tell("{\"event\":\"association-reset\",\"flags\":%u}", notification->sn_assocreset_event.assocreset_flags);
		break;
	case SCTP_STREAM_CHANGE_EVENT:
		tell("{\"event\":\"streams-added\",\"flags\":%u,\"incoming\":%u,\"outgoing\":%u}",
				notification->sn_strchange_event.strchange_flags,
				notification->sn_strchange_event.strchange_instrms,
				notification->sn_strchange_event.strchange_outstrms);
		break;
	default:
		break;
	}
}

static void reset(struct socket *so, uint16_t flags, const char *stream)
{
	size_t length = sizeof(struct sctp_reset_streams) + sizeof(uint16_t);
	struct sctp_reset_streams *request = calloc(1, length);

	if (request == NULL) {
		fail_errno("calloc");
	}
	request->srs_flags = flags;
	if (stream != NULL) {
		request->srs_number_streams = 1;
		request->srs_stream_list[0] = (uint16_t) number("stream", stream, 0, 65535);
	}
	peer_set(so, IPPROTO_SCTP, SCTP_RESET_STREAMS, request, (socklen_t) length, "SCTP_RESET_STREAMS");
	free(request);
}

static void add(struct socket *so, const char *outgoing, const char *incoming)
{
	struct sctp_add_streams request;

	if (outgoing == NULL || incoming == NULL) {
		fail("add needs two numbers");
	}
	memset(&request, 0, sizeof request);
	request.sas_outstrms = (uint16_t) number("outgoing", outgoing, 0, 65535);
	request.sas_instrms = (uint16_t) number("incoming", incoming, 0, 65535);
	peer_set(so, IPPROTO_SCTP, SCTP_ADD_STREAMS, &request, sizeof request, "SCTP_ADD_STREAMS");
}

static void execute(struct socket *so, char *line)
{
	char *rest = NULL;
	const char *command = strtok_r(line, " \n", &rest);
	const char *first = strtok_r(NULL, " \n", &rest);
	const char *second = strtok_r(NULL, "\n", &rest);
	sctp_assoc_t association = 0;

	if (command == NULL) {
		return;
	}
	if (strcmp(command, "send") == 0 && first != NULL && second != NULL) {
		if (!peer_send(so, second, strlen(second), (uint16_t) number("stream", first, 0, 65535), 0, false)) {
			tell("{\"event\":\"refused\",\"reason\":\"%s\"}", strerror(errno));
		}
	}
	else if (strcmp(command, "reset-outgoing") == 0) {
		reset(so, SCTP_STREAM_RESET_OUTGOING, first);
	}
	else if (strcmp(command, "reset-incoming") == 0) {
		reset(so, SCTP_STREAM_RESET_INCOMING, first);
	}
	else if (strcmp(command, "reset-association") == 0) {
		peer_set(so, IPPROTO_SCTP, SCTP_RESET_ASSOC, &association, sizeof association, "SCTP_RESET_ASSOC");
	}
	else if (strcmp(command, "add") == 0) {
		add(so, first, second);
	}
	else {
		fail("unknown: %s", command);
	}
}

static void *commands(void *argument)
{
	char line[512];

	while (fgets(line, sizeof line, stdin) != NULL) {
		execute(argument, line);
	}
	return NULL;
}

static void enable(struct socket *so, uint32_t what)
{
	struct sctp_assoc_value value;

	memset(&value, 0, sizeof value);
	value.assoc_id = SCTP_ALL_ASSOC;
	value.assoc_value = what;
	peer_set(so, IPPROTO_SCTP, SCTP_ENABLE_STREAM_RESET, &value, sizeof value, "SCTP_ENABLE_STREAM_RESET");
}

static void serve(struct socket *so)
{
	unsigned char *message = malloc(MAX_MESSAGE);
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
			tell_notification((const union sctp_notification *) message);
		}
		else {
			tell("{\"event\":\"message\",\"stream\":%u,\"ssn\":%u,\"bytes\":%zd}", info.rcv_sid, info.rcv_ssn, length);
		}
	}
	free(message);
	tell("{\"event\":\"end\",\"graceful\":%s}", length == 0 ? "true" : "false");
}

int main(int argc, char **argv)
{
	uint16_t udp_port = 9899;
	uint16_t port = 2006;
	uint16_t streams = 10;
	uint32_t allowed = SCTP_ENABLE_RESET_STREAM_REQ | SCTP_ENABLE_RESET_ASSOC_REQ | SCTP_ENABLE_CHANGE_ASSOC_REQ;
	const char *local = "127.0.0.1";
	struct socket *listener;
	struct socket *so;
	pthread_t thread;
	int option;
	int index = 0;

	while ((option = getopt_long(argc, argv, "", OPTIONS, &index)) != -1) {
		const char *name = OPTIONS[index].name;

		switch (option) {
		case OPT_UDP: udp_port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_PORT: port = (uint16_t) number(name, optarg, 1, 65535); break;
		case OPT_LOCAL: local = optarg; break;
		case OPT_STREAMS: streams = (uint16_t) number(name, optarg, 1, 2048); break;
		case OPT_DENY: allowed = 0; break;
		default: usage();
		}
	}
	if (optind != argc) {
		usage();
	}
	peer_end_on_signal();
	peer_init(udp_port);
	listener = peer_listen(local, port, streams);
	enable(listener, allowed);
	peer_subscribe(listener, SCTP_STREAM_RESET_EVENT);
	peer_subscribe(listener, SCTP_ASSOC_RESET_EVENT);
	peer_subscribe(listener, SCTP_STREAM_CHANGE_EVENT);
	tell("{\"ready\":true,\"stack\":\"usrsctp\",\"udpPort\":%u,\"port\":%u}", udp_port, port);
	so = usrsctp_accept(listener, NULL, NULL);
	if (so == NULL) {
		fail_errno("usrsctp_accept");
	}
	if (pthread_create(&thread, NULL, commands, so) != 0) {
		fail("pthread_create failed");
	}
	serve(so);
	usrsctp_close(so);
	usrsctp_close(listener);
	peer_finish();
	return 0;
}

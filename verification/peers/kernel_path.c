/*
 * Asks the Linux kernel for a path of an association that another process has, and prints one line of JSON. It borrows
 * the process's sockets one after the other until one is the association with that address and port of a peer, so it
 * needs the right to trace the process. Neither libsctp nor sock has a part in the answer. The round-trip time is in ticks
 * of the kernel's clock, as Linux has it in spite of RFC 6458; the rest is in milliseconds and bytes.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/sctp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

/* Whether the socket is the association; then its path is printed. */
static int print_path(int socket, const struct sockaddr_in *peer)
{
	struct sctp_paddrinfo info = { 0 };
	socklen_t length = sizeof info;

	memcpy(&info.spinfo_address, peer, sizeof *peer);
	if (getsockopt(socket, IPPROTO_SCTP, SCTP_GET_PEER_ADDR_INFO, &info, &length) != 0 || length != sizeof info)
		return 0;
	printf("{\"state\":%" PRId32 ",\"cwnd\":%" PRIu32 ",\"srtt\":%" PRIu32 ",\"rto\":%" PRIu32 ",\"mtu\":%" PRIu32 "}\n",
			info.spinfo_state, info.spinfo_cwnd, info.spinfo_srtt, info.spinfo_rto, info.spinfo_mtu);
	return 1;
}

int main(int argc, char **argv)
{
	struct sockaddr_in peer = { .sin_family = AF_INET };
	char folder[64];
	struct dirent *entry;
	DIR *descriptors;
	int process, found = 0;

	if (argc != 4 || inet_pton(AF_INET, argv[2], &peer.sin_addr) != 1)
		fail("usage: kernel_path PROCESS PEER-IPV4-ADDRESS PEER-PORT");
	peer.sin_port = htons((uint16_t) atoi(argv[3]));
	process = (int) syscall(SYS_pidfd_open, (pid_t) atoi(argv[1]), 0);
	if (process < 0)
		fail("No such process");
	snprintf(folder, sizeof folder, "/proc/%d/fd", atoi(argv[1]));
	descriptors = opendir(folder);
	if (descriptors == NULL)
		fail("Its descriptors cannot be read");
	while (!found && (entry = readdir(descriptors)) != NULL) {
		int socket = -1;

		if (entry->d_name[0] != '.')
			socket = (int) syscall(SYS_pidfd_getfd, process, atoi(entry->d_name), 0);
		if (socket >= 0) {
			found = print_path(socket, &peer);
			close(socket);
		}
	}
	closedir(descriptors);
	if (!found)
		fail("It has no association with that peer on the kernel's SCTP");
	return 0;
}

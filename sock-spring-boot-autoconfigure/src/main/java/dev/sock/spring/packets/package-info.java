/**
 * Logs of packets, switched on at run time: {@link dev.sock.spring.packets.PacketLogs}
 * keeps them, the actuator endpoint {@link dev.sock.spring.packets.SockPacketsEndpoint},
 * which has no access by default, starts them and gives them as pcapng.
 */
@NullMarked
package dev.sock.spring.packets;

import org.jspecify.annotations.NullMarked;

/**
 * A bounded log of packets that Wireshark opens. {@link dev.sock.capture.PacketLog} is
 * given to {@link dev.sock.SctpEndpoint#setPacketTap} and written out as pcapng whenever
 * somebody wants to look:
 *
 * <pre class="code">
 * PacketLog log = new PacketLog(8_000_000, 0);
 * endpoint.setPacketTap(log);
 * …
 * log.writeTo(new FileOutputStream("sctp.pcapng"));
 * </pre>
 */
@NullMarked
package dev.sock.capture;

import org.jspecify.annotations.NullMarked;

package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * An optional or variable-length parameter of INIT, INIT ACK, RE-CONFIG, ASCONF or
 * ASCONF-ACK (RFC 9260 §3.2.1, RFC 5061 §4.2).
 */
public sealed interface Parameter permits AdaptationIndicationParameter, ChunkListParameter,
		CookiePreservativeParameter, HmacAlgorithmsParameter, RandomParameter, AddressRequestParameter,
		ErrorCauseIndicationParameter, SuccessIndicationParameter, ForwardTsnSupportedParameter,
		HostNameAddressParameter, Ipv4AddressParameter, Ipv6AddressParameter, MalformedParameter, PaddingParameter,
		ReconfigurationRequest, ReconfigurationResponseParameter, SockParameter, StateCookieParameter,
		SupportedAddressTypesParameter, SupportedExtensionsParameter, UnknownParameter, UnrecognizedParameter {

	/**
	 * The parameter type.
	 * @return 0 to 65535
	 */
	int type();

	/**
	 * The value of the length field.
	 * @return the number of bytes, header included, without padding
	 */
	int encodedLength();

	/**
	 * Write the parameter and its padding.
	 * @param target a big-endian buffer with room for it
	 */
	void encode(ByteBuffer target);

	/**
	 * Encodes parameters one after the other, as error causes carry them.
	 * @param parameters the parameters
	 * @return their bytes, padding included
	 */
	static byte[] encode(Parameter... parameters) {
		int size = 0;
		for (Parameter parameter : parameters) {
			size += (parameter.encodedLength() + 3) & ~3;
		}
		ByteBuffer bytes = ByteBuffer.allocate(size);
		for (Parameter parameter : parameters) {
			parameter.encode(bytes);
		}
		return bytes.array();
	}

}

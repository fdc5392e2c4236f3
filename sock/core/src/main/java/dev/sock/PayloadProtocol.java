package dev.sock;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Protocols to which IANA has assigned a payload protocol identifier (RFC 9260 §15.5). An
 * identifier without a name is as good: {@link SendOptions#withPayloadProtocolId(long)}.
 */
public enum PayloadProtocol {

	IUA(1, "IUA"), M2UA(2, "M2UA"), M3UA(3, "M3UA"), SUA(4, "SUA"), M2PA(5, "M2PA"), V5UA(6, "V5UA"), H_248(7, "H.248"),
	BICC(8, "BICC"), TALI(9, "TALI"), DUA(10, "DUA"), ASAP(11, "ASAP"), ENRP(12, "ENRP"), H_323(13, "H.323"),
	Q_IPC(14, "Q.IPC"), SIMCO(15, "SIMCO"), DDP_SEGMENT(16, "DDP segment"),
	DDP_STREAM_SESSION_CONTROL(17, "DDP stream session control"), S1AP(18, "S1AP"), RUA(19, "RUA"), HNBAP(20, "HNBAP"),
	FORCES_HP(21, "ForCES-HP"), FORCES_MP(22, "ForCES-MP"), FORCES_LP(23, "ForCES-LP"), SBC_AP(24, "SBc-AP"),
	NBAP(25, "NBAP"), X2AP(27, "X2AP"), IRCP(28, "IRCP"), LCS_AP(29, "LCS-AP"), MPICH2(30, "MPICH2"), SABP(31, "SABP"),
	FGP(32, "FGP"), PPP(33, "PPP"), CALCAPP(34, "CALCAPP"), SSP(35, "SSP"), NPMP_CONTROL(36, "NPMP-CONTROL"),
	NPMP_DATA(37, "NPMP-DATA"), ECHO(38, "ECHO"), DISCARD(39, "DISCARD"), DAYTIME(40, "DAYTIME"),
	CHARGEN(41, "CHARGEN"), RNA(42, "RNA"), M2AP(43, "M2AP"), M3AP(44, "M3AP"), SSH(45, "SSH"),
	DIAMETER(46, "Diameter"), DIAMETER_OVER_DTLS(47, "Diameter over DTLS"), R14P(48, "R14P"), GDT(49, "GDT"),
	WEBRTC_DCEP(50, "WebRTC DCEP"), WEBRTC_STRING(51, "WebRTC string"), WEBRTC_BINARY(53, "WebRTC binary"),
	PUA(55, "PUA"), WEBRTC_STRING_EMPTY(56, "WebRTC string empty"), WEBRTC_BINARY_EMPTY(57, "WebRTC binary empty"),
	XWAP(58, "XwAP"), XW_CP(59, "Xw-CP"), NGAP(60, "NGAP"), XNAP(61, "XnAP"), F1AP(62, "F1AP"),
	HTTP_SCTP(63, "HTTP/SCTP"), E1AP(64, "E1AP"), ELE2(65, "ELE2"), NGAP_OVER_DTLS(66, "NGAP over DTLS"),
	XNAP_OVER_DTLS(67, "XnAP over DTLS"), F1AP_OVER_DTLS(68, "F1AP over DTLS"), E1AP_OVER_DTLS(69, "E1AP over DTLS"),
	E2_CP(70, "E2-CP"), E2_UP(71, "E2-UP"), E2_DU(72, "E2-DU"), W1AP(73, "W1AP"),
	DTLS_KEY_MANAGEMENT(4242, "DTLS key management");

	private static final String OPTION = "payload-protocol-id";

	private static final long MAX_ID = 0xffffffffL;

	private static final Map<Long, PayloadProtocol> BY_ID = new HashMap<>();

	private static final Map<String, PayloadProtocol> BY_NAME = new HashMap<>();

	static {
		for (PayloadProtocol protocol : values()) {
			BY_ID.put(protocol.id, protocol);
			BY_NAME.put(canonical(protocol.protocolName), protocol);
		}
	}

	private final long id;

	private final String protocolName;

	PayloadProtocol(long id, String protocolName) {
		this.id = id;
		this.protocolName = protocolName;
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/**
	 * Returns the identifier.
	 * @return 1 to 2^32 - 1
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Returns the name that the registry has.
	 * @return the name, such as {@code Diameter over DTLS}
	 */
	public String protocolName() {
		return this.protocolName;
	}

	/**
	 * Returns the protocol of an identifier.
	 * @param id the identifier
	 * @return its protocol, if it has one
	 */
	public static Optional<PayloadProtocol> of(long id) {
		return Optional.ofNullable(BY_ID.get(id));
	}

	/**
	 * Reads an identifier. In names upper and lower case, blanks, dashes, dots and
	 * slashes make no difference.
	 * @param text a number from 0 to 4294967295, decimal or hexadecimal with {@code 0x},
	 * or a name
	 * @return the identifier
	 * @throws SctpOptionException if it is neither
	 */
	public static long parseId(String text) {
		String trimmed = text.trim();
		if (!trimmed.isEmpty() && Character.isDigit(trimmed.charAt(0))) {
			return parseNumber(trimmed);
		}
		PayloadProtocol protocol = BY_NAME.get(canonical(trimmed));
		if (protocol == null) {
			throw new SctpOptionException(OPTION, text,
					"is not the name of a payload protocol; use its number or a name such as Diameter, M3UA, NGAP or S1AP");
		}
		return protocol.id;
	}

	private static long parseNumber(String text) {
		try {
			long id = Long.decode(text.matches("[0-9]+") ? text.replaceFirst("^0+(?=.)", "") : text);
			OptionChecks.between(OPTION, id, 0, MAX_ID);
			return id;
		}
		catch (NumberFormatException ex) {
			throw new SctpOptionException(OPTION, text,
					"is not a number; use one from 0 to " + MAX_ID + ", or a name such as Diameter");
		}
	}

}

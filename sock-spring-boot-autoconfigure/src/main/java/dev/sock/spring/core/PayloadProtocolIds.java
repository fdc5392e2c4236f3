package dev.sock.spring.core;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names of the payload protocol identifiers that IANA has assigned. Upper and lower case,
 * blanks, dashes, dots and slashes make no difference: {@code Diameter over DTLS} is
 * {@code DIAMETER_OVER_DTLS}.
 */
public final class PayloadProtocolIds {

	private static final long MAX = 0xffffffffL;

	private static final Map<Long, String> NAMES = new TreeMap<>();

	private static final Map<String, Long> NUMBERS = new TreeMap<>();

	static {
		register(1, "IUA");
		register(2, "M2UA");
		register(3, "M3UA");
		register(4, "SUA");
		register(5, "M2PA");
		register(6, "V5UA");
		register(7, "H.248");
		register(8, "BICC");
		register(9, "TALI");
		register(10, "DUA");
		register(11, "ASAP");
		register(12, "ENRP");
		register(13, "H.323");
		register(14, "Q.IPC");
		register(15, "SIMCO");
		register(16, "DDP segment");
		register(17, "DDP stream session control");
		register(18, "S1AP");
		register(19, "RUA");
		register(20, "HNBAP");
		register(21, "ForCES-HP");
		register(22, "ForCES-MP");
		register(23, "ForCES-LP");
		register(24, "SBc-AP");
		register(25, "NBAP");
		register(27, "X2AP");
		register(28, "IRCP");
		register(29, "LCS-AP");
		register(30, "MPICH2");
		register(31, "SABP");
		register(32, "FGP");
		register(33, "PPP");
		register(34, "CALCAPP");
		register(35, "SSP");
		register(36, "NPMP-CONTROL");
		register(37, "NPMP-DATA");
		register(38, "ECHO");
		register(39, "DISCARD");
		register(40, "DAYTIME");
		register(41, "CHARGEN");
		register(42, "RNA");
		register(43, "M2AP");
		register(44, "M3AP");
		register(45, "SSH");
		register(46, "Diameter");
		register(47, "Diameter over DTLS");
		register(48, "R14P");
		register(49, "GDT");
		register(50, "WebRTC DCEP");
		register(51, "WebRTC string");
		register(53, "WebRTC binary");
		register(55, "PUA");
		register(56, "WebRTC string empty");
		register(57, "WebRTC binary empty");
		register(58, "XwAP");
		register(59, "Xw-CP");
		register(60, "NGAP");
		register(61, "XnAP");
		register(62, "F1AP");
		register(63, "HTTP/SCTP");
		register(64, "E1AP");
		register(65, "ELE2");
		register(66, "NGAP over DTLS");
		register(67, "XnAP over DTLS");
		register(68, "F1AP over DTLS");
		register(69, "E1AP over DTLS");
		register(70, "E2-CP");
		register(71, "E2-UP");
		register(72, "E2-DU");
		register(73, "W1AP");
		register(4242, "DTLS key management");
	}

	private PayloadProtocolIds() {
	}

	private static void register(long id, String name) {
		NAMES.put(id, name);
		NUMBERS.put(canonical(name), id);
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/**
	 * Reads an identifier.
	 * @param text a number from 0 to 4294967295, decimal or hexadecimal with {@code 0x},
	 * or a name
	 * @return the identifier
	 * @throws IllegalArgumentException if it is neither
	 */
	public static long parse(String text) {
		String trimmed = text.trim();
		if (!trimmed.isEmpty() && Character.isDigit(trimmed.charAt(0))) {
			return parseNumber(trimmed);
		}
		Long id = NUMBERS.get(canonical(trimmed));
		if (id == null) {
			throw new IllegalArgumentException("'" + text + "' is not the name of a payload protocol identifier; "
					+ "use its number or a name such as Diameter, M3UA, NGAP or S1AP");
		}
		return id;
	}

	private static long parseNumber(String text) {
		try {
			long id = Long.decode(text.matches("[0-9]+") ? text.replaceFirst("^0+(?=.)", "") : text);
			if (id >= 0 && id <= MAX) {
				return id;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new IllegalArgumentException(
				"'" + text + "' is not a payload protocol identifier; use a number from 0 to " + MAX + " or a name");
	}

	/**
	 * Returns the name of an identifier.
	 * @param id the identifier
	 * @return its name, if it has one
	 */
	public static Optional<String> nameOf(long id) {
		return Optional.ofNullable(NAMES.get(id));
	}

}

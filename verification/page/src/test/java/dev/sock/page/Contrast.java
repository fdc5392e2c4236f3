package dev.sock.page;

/**
 * Finds text that cannot be read well.
 */
final class Contrast {

	/** Texts with a contrast below 4.5 to their ground (WCAG 2.2, 1.4.3). */
	static final String UNREADABLE = """
			const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
			const ground = (element) => {
				for (let at = element; at; at = at.parentElement) {
					const color = rgb(getComputedStyle(at).backgroundColor);
					if (color.length === 3 || color[3] > 0) {
						return color;
					}
				}
				return [255, 255, 255];
			};
			const luminance = ([red, green, blue]) => {
				const [r, g, b] = [red, green, blue].map((each) => each / 255)
					.map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
				return 0.2126 * r + 0.7152 * g + 0.0722 * b;
			};
			const contrast = (element) => {
				const [dark, light] = [luminance(rgb(getComputedStyle(element).color)), luminance(ground(element))]
					.sort((a, b) => a - b);
				return (light + 0.05) / (dark + 0.05);
			};
			return Array.from(document.querySelectorAll('body *'))
				.filter((element) => Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim()))
				.filter((element) => element.offsetParent !== null && contrast(element) < 4.5)
				.map((element) => element.innerText + ': ' + contrast(element).toFixed(2));
			""";

	private Contrast() {
	}

}

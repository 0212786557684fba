type Sized = { width: number; height: number };

/** In thousandths, so that pictures of nearly the same shape share a rule. */
function ratioOf({ width, height }: Sized): number {
  return Math.round((1000 * width) / Math.max(1, height));
}

/**
 * The class that gives an element its picture's proportions as `--ratio`. A style attribute in the server's markup
 * would need `unsafe-inline`, so `ratioRules` declares the classes in a stylesheet with the page's nonce.
 */
export function ratioClass(image: Sized): string {
  return `ratio-${ratioOf(image)}`;
}

export function ratioRules(images: readonly Sized[]): string {
  const ratios = new Set(images.map(ratioOf));
  return [...ratios].map((ratio) => `.ratio-${ratio}{--ratio:${ratio / 1000}}`).join("");
}

/** A ref that does the same for a picture that came after the page was made. */
export function ratioRef(image: Sized): (element: HTMLElement | null) => void {
  return (element) => element?.style.setProperty("--ratio", String(ratioOf(image) / 1000));
}

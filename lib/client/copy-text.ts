/**
 * Copies a text that may still be on its way: Safari allows copying only within the click, so the clipboard gets the
 * promise. False where the browser does not allow it, as without https.
 */
export async function copyText(text: Promise<string>): Promise<boolean> {
  try {
    const blob = text.then((value) => new Blob([value], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    // Some browsers take no promise.
    const value = await text;
    return navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
  }
}

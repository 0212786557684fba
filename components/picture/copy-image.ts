/**
 * Copies a picture to the clipboard as PNG, the one type that every browser accepts. Call it from a click handler: the
 * bytes are passed as a promise, so that the user activation lasts while they load. Throws when the browser has no
 * image clipboard or refuses, or the picture cannot be loaded.
 */
export async function copyImage(path: string): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": readAsPng(path) })]);
}

async function readAsPng(path: string): Promise<Blob> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`the picture request failed with ${response.status}`);
  const blob = await response.blob();
  return blob.type === "image/png" ? blob : toPng(blob);
}

async function toPng(blob: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((png) => (png ? resolve(png) : reject(new Error("no PNG"))), "image/png");
  });
}

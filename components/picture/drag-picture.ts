import type { ImageId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";

/**
 * What a dragged picture carries: its address for a composer, in this window or another, and for the desktop the
 * original file under its name. Only Chromium writes that file; other browsers drop the address.
 * @param detail undefined where it has not loaded: then the desktop gets the address alone
 */
export function fillTransfer(
  transfer: Pick<DataTransfer, "setData">,
  imageId: ImageId,
  detail: { image: { media: string }; fileName: string } | undefined,
): void {
  const address = new URL(imageBytesPath(imageId, "original"), location.origin).href;
  transfer.setData("text/uri-list", address);
  transfer.setData("text/html", `<img src="${address}" alt="">`);
  if (detail) {
    // The form is media:name:address, so the name has no colon.
    const { image, fileName } = detail;
    transfer.setData("DownloadURL", `${image.media}:${fileName.replaceAll(":", "-")}:${address}`);
  }
}

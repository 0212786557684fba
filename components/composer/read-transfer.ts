import { readHtml } from "@/components/composer/html-pictures";
import { type IncomingPicture, readAddress } from "@/components/composer/picture-address";

type Holder = Pick<DataTransfer, "getData"> & { files: Iterable<File> };

export type TransferOptions = {
  via: "paste" | "drop";
  /** Origin of this page, to recognise the instance's own pictures. */
  origin: string;
};

/** File endings of picture addresses. Other addresses in plain text count as text. */
const PICTURE_ENDING = /\.(?:png|jpe?g|jfif|webp|gif|avif|heic|heif|bmp|tiff?|svg|jxl)$/i;

/**
 * Reads the pictures of a paste or drop, or why one cannot be had. Null means text: the browser handles it.
 * - HTML with pictures and no text yields pictures. A file beside it wins over its address, which may need a session or
 * be gone. A picture of this instance is taken by address: its file would be a copy of a derivative.
 * - Text with a rendering of it beside (a document, a spreadsheet) stays text.
 * - Text that is nothing but a picture's address yields that picture.
 * - A dropped link yields the picture inside it, not the page it links to.
 */
export function readTransfer(
  holder: Holder,
  { via, origin }: TransferOptions,
): IncomingPicture[] | null {
  const files = [...holder.files];
  const text = holder.getData("text/plain").trim();
  const html = readHtml(holder.getData("text/html"));
  const links = via === "drop" ? linksOf(holder.getData("text/uri-list")) : [];
  const isAboutPictures = !html.hasWords || files.length > 0 || links.length > 0;
  const inHtml = (via === "drop" ? isAboutPictures : !html.hasWords) ? html.sources : [];

  const addresses = inHtml.length > 0 ? inHtml : links;
  const read = addresses.map((address) => readAddress(address, origin));
  if (read.length > 0 && read.every(({ kind }) => kind === "own")) return read;
  if (files.length > 0) {
    const isWriting =
      via === "paste" &&
      text !== "" &&
      inHtml.length === 0 &&
      (html.hasWords || holder.getData("text/rtf") !== "");
    return isWriting ? null : asFiles(files);
  }
  if (read.length > 0) return read;
  return loneAddress(text, origin);
}

function asFiles(files: File[]): IncomingPicture[] {
  return files.map((file) => ({ kind: "file", file }));
}

/** RFC 2483: one address per line, comments begin with #. */
function linksOf(list: string): string[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** A text that is a single address of this instance or of something that looks like a picture. */
function loneAddress(text: string, origin: string): IncomingPicture[] | null {
  if (/^data:image\/\S+$/i.test(text) || /^blob:https?:\S+$/i.test(text)) {
    return [readAddress(text, origin)];
  }
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return null;
  const address = readAddress(text, origin);
  const isPicture = address.kind === "own" || PICTURE_ENDING.test(new URL(text).pathname);
  return isPicture ? [address] : null;
}

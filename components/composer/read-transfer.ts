import { readHtml } from "@/components/composer/html-pictures";
import { type Brought, readAddress } from "@/components/composer/picture-address";

type Holder = Pick<DataTransfer, "getData"> & { files: Iterable<File> };

export type TransferOptions = {
  way: "paste" | "drop";
  /** Of this page: pictures of ours are known by it. */
  origin: string;
};

/** Endings of addresses that are pictures. The others of a text are words. */
const PICTURE_ENDING = /\.(?:png|jpe?g|jfif|webp|gif|avif|heic|heif|bmp|tiff?|svg|jxl)$/i;

/**
 * The pictures that a paste or a drop brings, or why one cannot be had. Null where words are meant: the browser puts them where they go.
 *
 * - HTML that is pictures and no words is pictures. A file beside it is taken before its address: the address may want a
 *   session, or be gone. One of ours is taken by its address: the file would be a copy of its preview.
 * - Words with a drawing of them beside (a document, a spreadsheet) stay words.
 * - A text that is nothing but the address of a picture is that picture.
 * - A link that is dropped means the picture in it, not the page that it leads to.
 */
export function readTransfer(holder: Holder, { way, origin }: TransferOptions): Brought[] | null {
  const files = [...holder.files];
  const text = holder.getData("text/plain").trim();
  const html = readHtml(holder.getData("text/html"));
  const links = way === "drop" ? linksOf(holder.getData("text/uri-list")) : [];
  const isAboutPictures = !html.hasWords || files.length > 0 || links.length > 0;
  const inHtml = (way === "drop" ? isAboutPictures : !html.hasWords) ? html.sources : [];

  const addresses = inHtml.length > 0 ? inHtml : links;
  const read = addresses.map((address) => readAddress(address, origin));
  if (read.length > 0 && read.every(({ kind }) => kind === "own")) return read;
  if (files.length > 0) {
    const isWriting =
      way === "paste" &&
      text !== "" &&
      inHtml.length === 0 &&
      (html.hasWords || holder.getData("text/rtf") !== "");
    return isWriting ? null : asFiles(files);
  }
  if (read.length > 0) return read;
  return loneAddress(text, origin);
}

function asFiles(files: File[]): Brought[] {
  return files.map((file) => ({ kind: "file", file }));
}

/** RFC 2483: an address a line, comments begin with #. */
function linksOf(list: string): string[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** A text that is one address, of ours or of something that looks like a picture. */
function loneAddress(text: string, origin: string): Brought[] | null {
  if (/^data:image\/\S+$/i.test(text) || /^blob:https?:\S+$/i.test(text)) {
    return [readAddress(text, origin)];
  }
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return null;
  const address = readAddress(text, origin);
  const isPicture = address.kind === "own" || PICTURE_ENDING.test(new URL(text).pathname);
  return isPicture ? [address] : null;
}

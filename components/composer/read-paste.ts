export type Pasted =
  | { kind: "text" }
  | { kind: "files"; files: File[] }
  | { kind: "address"; url: string };

type Holder = Pick<DataTransfer, "getData"> & { files: Iterable<File> };

/**
 * What a paste brings. A spreadsheet or a document puts a drawing of the copied words beside them: there the words
 * are meant. A file that was copied in a file manager comes with its name as text, but with no markup.
 */
export function readPaste(holder: Holder): Pasted {
  const text = holder.getData("text/plain");
  const files = [...holder.files];
  const isWriting = text.trim() !== "" && holder.getData("text/html") !== "";
  if (files.length > 0 && !isWriting) return { kind: "files", files };
  const url = asLoneAddress(text);
  return url === null ? { kind: "text" } : { kind: "address", url };
}

/** Whether a text is nothing but the https address of something that looks like a picture. */
export function asLoneAddress(text: string): string | null {
  const trimmed = text.trim();
  if (!/^https:\/\/\S+$/i.test(trimmed) || !URL.canParse(trimmed)) return null;
  return /\.(png|jpe?g|webp|gif|avif|heic|heif)$/i.test(new URL(trimmed).pathname) ? trimmed : null;
}

import type { ImageId } from "@/lib/contracts/ids";

export type Dropped =
  | { kind: "picture"; imageId: ImageId }
  | { kind: "files"; files: File[] }
  | { kind: "address"; url: string }
  | { kind: "nothing" };

type Holder = Pick<DataTransfer, "getData"> & { files: Iterable<File> };

const OWN_PICTURE = /^\/api\/images\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\//;

/**
 * What a drop brings. A picture dragged within the studio comes with its address and, in some browsers, as a file too:
 * its address says that we have it, and uploading it again would make a second one.
 */
export function readDrop(holder: Holder, origin: string): Dropped {
  const url = holder
    .getData("text/uri-list")
    .split(/\r?\n/)
    .find((line) => line !== "" && !line.startsWith("#"));
  const address = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  const own = address?.origin === origin ? OWN_PICTURE.exec(address.pathname)?.[1] : undefined;
  if (own !== undefined) return { kind: "picture", imageId: asImageId(own) };
  const files = [...holder.files];
  if (files.length > 0) return { kind: "files", files };
  return address?.protocol === "https:" && address.origin !== origin
    ? { kind: "address", url: address.href }
    : { kind: "nothing" };
}

/** The pattern let only the form of an id through; whether it is one, the server says. */
function asImageId(text: string): ImageId {
  return text as ImageId;
}

import type { ZipSource } from "@/lib/client/picture-zip";

/** Files of an input, with their paths where a folder was chosen. */
export function pickedFiles(files: Iterable<File>): ZipSource[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** What was dropped: files, and those in folders. Must be called while the event is handled. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<ZipSource[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return pickedFiles(files);
  const found = await Promise.all(entries.map((entry) => filesIn(entry)));
  return found.flat();
}

async function filesIn(entry: FileSystemEntry): Promise<ZipSource[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const found: ZipSource[] = [];
  for (;;) {
    // A part at a time, until there is none.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return found;
    for (const one of part) found.push(...(await filesIn(one)));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** The files that may be pictures, without what operating systems leave in folders. */
export function picturesAmong(sources: readonly ZipSource[]): ZipSource[] {
  return sources.filter(
    ({ path, file }) =>
      file.type.startsWith("image/") && !path.split("/").some((part) => part.startsWith(".")),
  );
}

/** The archive, if nothing but one was picked. */
export function onlyZip(sources: readonly ZipSource[]): File | null {
  const [first, ...others] = sources;
  const isZip = first !== undefined && others.length === 0 && !first.file.type.startsWith("image/");
  return isZip && !first.path.includes("/") ? first.file : null;
}

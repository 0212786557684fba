import "server-only";
import { endingOf, toFileStem } from "@/lib/server/domain/images/file-name";

/** Names the files of one ZIP: "old-lighthouse.png", and "old-lighthouse-2.png" for the next of that name. */
export class FileNames {
  /** By stem, the number that was given last. */
  readonly #last = new Map<string, number>();
  readonly #taken = new Set<string>();

  take(name: string, media: string): string {
    const stem = toFileStem(name);
    const ending = endingOf(media);
    for (;;) {
      const number = (this.#last.get(stem) ?? 0) + 1;
      this.#last.set(stem, number);
      const file = `${stem}${number === 1 ? "" : `-${number}`}.${ending}`;
      // A picture may itself be called "old lighthouse 2".
      if (this.#taken.has(file)) continue;
      this.#taken.add(file);
      return file;
    }
  }
}

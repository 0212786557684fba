import { galleryPath, type GalleryAddress } from "@/components/gallery/use-gallery-address";
import type { Anchor } from "@/components/gallery/wall-position";
import type { ImageId } from "@/lib/contracts/ids";

/** The exact position on a wall, and the picture that had the focus. */
export type Spot = { anchor: Anchor | null; activeId: ImageId | null };

const KEY = "pentimento.gallery.spots";
const KEPT = 30;

/** Remembers the exact position for an address of the wall, which itself only has the time of a picture. */
export function saveSpot(address: GalleryAddress, spot: Spot): void {
  const spots = read();
  const key = keyOf(address);
  spots.delete(key);
  spots.set(key, spot);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...spots].slice(-KEPT)));
  } catch {
    // Without storage Back finds the picture, not the pixel.
  }
}

export function findSpot(address: GalleryAddress): Spot | null {
  return read().get(keyOf(address)) ?? null;
}

function keyOf(address: GalleryAddress): string {
  return galleryPath({ ...address, image: null });
}

/** Only this module writes the entry, so its form is known. */
function read(): Map<string, Spot> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as [string, Spot][]);
  } catch {
    return new Map();
  }
}

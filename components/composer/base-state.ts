import type { ImageView } from "@/lib/contracts/images";
import type { TurnView } from "@/lib/contracts/turns";

/** `seeking`: the picture or instruction is loading. `gone`: it was deleted or is no longer visible to this user. */
export type BaseState = "ready" | "seeking" | "gone";

/** The base of an edited instruction is that of its turn. */
export function editingBase(turn: TurnView): { image: ImageView; label: string } | null {
  return turn.baseImage === null ? null : { image: turn.baseImage, label: turn.baseImage.name };
}

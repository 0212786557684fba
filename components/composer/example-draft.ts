import type { SendHooks } from "@/components/composer/use-send";
import type { Shape } from "@/lib/contracts/shapes";
import type { TurnDraft } from "@/lib/contracts/turns";

/** An instruction of its own, with the settings of the composer but nothing that was written or attached there. */
export function exampleDraft(written: TurnDraft, prompt: string, shape: Shape): TurnDraft {
  const { mentions: _, ...draft } = written;
  return { ...draft, prompt, settings: { ...draft.settings, shape }, referenceIds: [] };
}

/** The composer stays as it is, whether the send succeeds or fails. */
export const NO_FOLLOW_UP: SendHooks = {
  look: { base: null, references: [] },
  keepsBase: () => false,
  onDone: () => undefined,
  onFailed: () => undefined,
};

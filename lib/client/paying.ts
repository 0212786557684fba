import type { QueryClient } from "@tanstack/react-query";
import { CallError } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { StudioState } from "@/lib/contracts/account";

/** What this tab shows beside the price is no longer so: others have spent, or another key pays. */
const STALE: readonly string[] = ["budget_exhausted", "key_changed"];

/**
 * Asks for what costs something, and says which key this tab shows as the one that pays, so that no other one does. Where
 * the server knows better, the tab reads its state anew before the person presses again.
 */
export async function paying<Reply>(
  client: QueryClient,
  ask: (keyShown: StudioState["key"] | undefined) => Promise<Reply>,
): Promise<Reply> {
  try {
    return await ask(client.getQueryData<StudioState>(keys.studio())?.key);
  } catch (error) {
    if (error instanceof CallError && STALE.includes(error.code)) {
      void client.invalidateQueries({ queryKey: keys.studio() });
    }
    throw error;
  }
}

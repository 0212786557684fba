import type { QueryClient } from "@tanstack/react-query";
import { CallError } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { StudioState } from "@/lib/contracts/account";

/** Errors that mean that the price or the paying key on screen is out of date. */
const STALE: readonly string[] = ["budget_exhausted", "key_changed"];

/**
 * Makes a paid request with the API key that this tab shows, so that no other key pays. If it is out of date, refetches
 * the studio state.
 */
export async function withShownKey<Reply>(
  client: QueryClient,
  request: (keyShown: StudioState["key"] | undefined) => Promise<Reply>,
): Promise<Reply> {
  try {
    return await request(client.getQueryData<StudioState>(keys.studio())?.key);
  } catch (error) {
    if (error instanceof CallError && STALE.includes(error.code)) {
      void client.invalidateQueries({ queryKey: keys.studio() });
    }
    throw error;
  }
}

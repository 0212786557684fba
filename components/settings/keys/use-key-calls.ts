"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { KeyHolder } from "@/lib/contracts/key-sources";
import type { StoredKey, KeyCheckBody, KeysState } from "@/lib/contracts/keys";

type Picture = NonNullable<KeyCheckBody["picture"]>;

/** Mutations on one holder's key. Each reply replaces the page's data and invalidates the studio state. */
export function useKeyCalls(holder: KeyHolder) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const onSuccess = (state: KeysState) => {
    client.setQueryData(keys.storedKeys(), state);
    void client.invalidateQueries({ queryKey: keys.studio() });
  };
  const onError = (error: unknown) => void toast(problemText(error), { tone: "error" });
  return {
    set: useMutation({
      mutationFn: (key: string) => call("keys.set", { params: { holder }, body: { key } }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: () => call("keys.remove", { params: { holder } }),
      onSuccess,
      onError,
    }),
    check: useMutation({
      mutationFn: (_checked: { key: StoredKey }) =>
        call("keys.check", { params: { holder }, body: {} }),
      onError,
    }),
    tryPicture: useMutation({
      mutationFn: ({ picture }: { key: StoredKey; picture: Picture }) =>
        call("keys.check", { params: { holder }, body: { picture } }),
      onError: (error) => {
        onError(error);
        // Price, budget or key may have changed since this tab read them.
        void client.invalidateQueries({ queryKey: keys.studio() });
        void client.invalidateQueries({ queryKey: keys.storedKeys() });
      },
    }),
  };
}

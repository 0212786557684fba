"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { StudioState } from "@/lib/contracts/account";
import type { Profile } from "@/lib/contracts/profile";

/** Profile mutations. The sidebar shows the change at once. */
export function useProfileCalls() {
  const client = useQueryClient();
  const problemText = useProblemText();
  const onError = (error: unknown) => void toast(problemText(error), { tone: "error" });
  const note = (change: { name?: string; avatar?: string | null }) => {
    client.setQueryData<Profile>(keys.profile(), (profile) => profile && { ...profile, ...change });
    client.setQueryData<StudioState>(
      keys.studio(),
      (studio) => studio && { ...studio, user: { ...studio.user, ...change } },
    );
  };
  return {
    rename: useMutation({
      mutationFn: (name: string) => call("account.update", { body: { name } }),
      onError,
      onSuccess: ({ name }) => note({ name }),
    }),
    setAvatar: useMutation({
      mutationFn: (file: File) => call("account.setAvatar", { body: file }),
      onError,
      onSuccess: note,
    }),
    removeAvatar: useMutation({
      mutationFn: () => call("account.removeAvatar"),
      onError,
      onSuccess: note,
    }),
  };
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { PersonLink } from "@/components/settings/instance/link-dialog";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { Person, PersonChange } from "@/lib/contracts/instance";

/** Mutations on an account, with a toast for the result. Lists are invalidated either way. */
export function usePersonCalls(person: Person, onLink: (link: PersonLink) => void) {
  const t = useTranslations("instance.people.done");
  const client = useQueryClient();
  const problemText = useProblemText();
  const options = {
    onError: (error: unknown) => void toast(problemText(error), { tone: "error" }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.instance("people").slice(0, 2) }),
  };
  const change = useMutation({
    mutationFn: (body: PersonChange) =>
      call("instance.changePerson", { params: { userId: person.id }, body }),
    ...options,
    onSuccess: (_, done) => void toast(t(doneName(done), { name: person.name })),
  });
  const makeLink = useMutation({
    mutationFn: () => call("instance.resetLink", { params: { userId: person.id }, body: {} }),
    ...options,
    onSuccess: ({ path, expiresAt }) => onLink({ name: person.name, path, expiresAt }),
  });
  return {
    isPending: change.isPending || makeLink.isPending,
    change: (body: PersonChange) => change.mutate(body),
    makeLink: () => makeLink.mutate(),
  };
}

function doneName({ isSuspended, isInstanceOwner }: PersonChange) {
  if (isSuspended !== undefined) return isSuspended ? "suspended" : "restored";
  return isInstanceOwner ? "ownerMade" : "ownerUnmade";
}

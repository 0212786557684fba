"use client";

import { useTranslations } from "next-intl";
import { BrokenLink } from "@/components/account/broken-link";
import { FormAlert } from "@/components/ui/form-alert";
import { signInByLink } from "@/components/account/sign-in-call";
import { useFormCall } from "@/components/ui/use-form-call";
import { useLinkToken } from "@/components/account/use-link-token";
import { Button } from "@/components/ui/button";

/** Requires a click, because mail scanners open links and would use this one up. */
export function LinkForm() {
  const t = useTranslations("entry.link");
  const token = useLinkToken();
  const { send, problem, isWorking, isBlocked } = useFormCall({ isLeaving: true });
  if (token === null) return <BrokenLink newLinkHref="/sign-in" />;

  const submit = () =>
    send(async () => {
      await signInByLink(token ?? "");
      // Replace: going back to a used link would only show an error.
      location.replace("/");
    });

  return (
    <div className="grid gap-5">
      <FormAlert problem={problem} />
      {problem !== null && <BrokenLink newLinkHref="/sign-in" isExplained />}
      <Button
        variant="primary"
        size="lg"
        autoFocus
        disabled={token === undefined || isBlocked}
        onClick={() => void submit()}
      >
        {t(isWorking ? "working" : "submit")}
      </Button>
    </div>
  );
}

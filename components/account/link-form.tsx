"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { BrokenLink } from "@/components/account/broken-link";
import { FormAlert } from "@/components/account/form-alert";
import { signInByLink } from "@/components/account/sign-in-call";
import { useFormProblem } from "@/components/account/use-form-problem";
import { useLinkToken } from "@/components/account/use-link-token";
import { Button } from "@/components/ui/button";

/** The click that a link from a mail asks for: without it, whatever program looks at mail would use the link up. */
export function LinkForm() {
  const t = useTranslations("entry.link");
  const token = useLinkToken();
  const [isWorking, setWorking] = useState(false);
  const { problem, tell, clear } = useFormProblem();
  if (token === null) return <BrokenLink again="/sign-in" />;

  const submit = async () => {
    clear();
    setWorking(true);
    try {
      await signInByLink(token ?? "");
      // Not into the history: going back to a link that is used up would only tell so.
      location.replace("/");
    } catch (error) {
      tell(error);
      setWorking(false);
    }
  };

  return (
    <div className="grid gap-5">
      <FormAlert problem={problem} />
      {problem !== null && <BrokenLink again="/sign-in" isSaid />}
      <Button
        variant="primary"
        size="lg"
        autoFocus
        disabled={token === undefined || isWorking || problem?.isWaiting === true}
        onClick={() => void submit()}
      >
        {t(isWorking ? "working" : "submit")}
      </Button>
    </div>
  );
}

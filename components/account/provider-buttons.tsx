"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormAlert } from "@/components/ui/form-alert";
import { leaveForProvider } from "@/components/account/sign-in-call";
import { useFormProblem } from "@/components/ui/use-form-problem";
import { Button } from "@/components/ui/button";

type Props = { providers: readonly { id: string; name: string }[]; next: string };

/** Sign-in with external providers; renders nothing if none is configured. */
export function ProviderButtons({ providers, next }: Props) {
  const t = useTranslations("entry");
  const [leaving, setLeaving] = useState<string | null>(null);
  const { problem, report, clear } = useFormProblem();
  if (providers.length === 0) return null;

  const leave = async (id: string) => {
    clear();
    setLeaving(id);
    try {
      await leaveForProvider(id, next);
    } catch (error) {
      report(error);
      setLeaving(null);
    }
  };

  return (
    <div className="mt-7 grid gap-3">
      <p className="flex items-center gap-3 text-[13px] text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      {providers.map(({ id, name }) => (
        <Button key={id} size="lg" disabled={leaving !== null} onClick={() => void leave(id)}>
          {t("with", { name })}
        </Button>
      ))}
      <FormAlert problem={problem} />
    </div>
  );
}

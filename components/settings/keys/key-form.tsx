"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { CallError } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";

type Props = {
  isReplacing: boolean;
  isWorking: boolean;
  error: unknown;
  onSave: (key: string) => void;
  /** Null hides the cancel button. */
  onCancel: (() => void) | null;
};

/** The key is masked while typing and never stored in the browser. */
export function KeyForm({ isReplacing, isWorking, error, onSave, onCancel }: Props) {
  const t = useTranslations("keys.form");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const [key, setKey] = useState("");
  const isNoKey = error instanceof CallError && error.code === "invalid_field";
  const words = error === null ? null : isNoKey ? t("noKey") : problemText(error);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSave(key.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-3">
      <TextField
        label={t(isReplacing ? "another" : "label")}
        type="password"
        value={key}
        onChange={(event) => setKey(event.target.value)}
        // Not a password of this site: keep password managers away.
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        spellCheck={false}
        maxLength={500}
        required
        autoFocus={isReplacing}
        error={words}
        help={t("help")}
        className="w-full sm:w-96"
      />
      <div className="flex gap-2 sm:mt-[26px]">
        <Button type="submit" className="h-11" disabled={key.trim() === "" || isWorking}>
          {common("save")}
        </Button>
        {onCancel && (
          <Button variant="ghost" className="h-11" onClick={onCancel}>
            {common("cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { formText } from "@/components/ui/form-text";
import { TextField } from "@/components/ui/text-field";

/** Asks for the password of a link. It goes to the server in a body, never in an address. */
export function UnlockForm({ base }: { base: string }) {
  const t = useTranslations("share.locked");
  const [error, setError] = useState<"wrong" | "wait" | "failed" | null>(null);
  const [isWorking, setWorking] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = formText(event.currentTarget, "password");
    setWorking(true);
    setError(null);
    const response = await fetch(`${base}/unlock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ password }),
    }).catch(() => null);
    // A link that has ended meanwhile says so itself.
    if (response?.ok || response?.status === 404) {
      location.reload();
      return;
    }
    setWorking(false);
    if (response === null) setError("failed");
    else setError(response.status === 429 ? "wait" : response.status < 500 ? "wrong" : "failed");
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-7 grid gap-4">
      <TextField
        name="password"
        type="password"
        label={t("password")}
        autoComplete="off"
        required
        error={error === null ? null : t(`errors.${error}`)}
      />
      <Button type="submit" variant="primary" size="lg" disabled={isWorking}>
        {t("open")}
      </Button>
    </form>
  );
}

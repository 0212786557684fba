"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { MadeToken } from "@/components/settings/tokens/made-token";
import { TokenForm } from "@/components/settings/tokens/token-form";
import { Dialog } from "@/components/ui/dialog";
import { keys } from "@/lib/client/query-keys";

type Props = { open: boolean; onOpenChange: (isOpen: boolean) => void };

/** Two steps: the token's settings, then the token, shown once. */
export function NewTokenDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("tokens");
  const client = useQueryClient();
  const [token, setToken] = useState<string | null>(null);

  const close = (isOpen: boolean) => {
    if (!isOpen) setToken(null);
    onOpenChange(isOpen);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={t(token === null ? "create.title" : "made.title")}
      className="w-[min(500px,calc(100vw-32px))]!"
    >
      {token === null ? (
        <TokenForm
          onMade={(made) => {
            setToken(made.token);
            void client.invalidateQueries({ queryKey: keys.tokens() });
          }}
        />
      ) : (
        <MadeToken token={token} onDone={() => close(false)} />
      )}
    </Dialog>
  );
}

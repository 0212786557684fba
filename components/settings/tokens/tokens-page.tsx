"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ListRest } from "@/components/settings/list-rest";
import { SettingsPage } from "@/components/settings/settings-page";
import { NewTokenDialog } from "@/components/settings/tokens/new-token-dialog";
import { TokenTable } from "@/components/settings/tokens/token-table";
import { Button } from "@/components/ui/button";
import { tokensQuery } from "@/lib/client/token-queries";

function docsLink(words: ReactNode) {
  return (
    <a href="/docs/api" className="underline underline-offset-2 hover:text-ink">
      {words}
    </a>
  );
}

export function TokensPage() {
  const t = useTranslations("tokens");
  const list = useQuery(tokensQuery());
  const [isMaking, setMaking] = useState(false);
  const tokens = list.data?.tokens ?? [];

  return (
    <SettingsPage
      title={t("title")}
      lead={t.rich("lead", { docs: docsLink })}
      actions={
        <Button variant="primary" onClick={() => setMaking(true)}>
          <KeyRound aria-hidden className="size-4" />
          {t("new")}
        </Button>
      }
    >
      <div aria-busy={list.isPending}>
        {tokens.length > 0 && <TokenTable tokens={tokens} />}
        <ListRest list={list} isEmpty={tokens.length === 0} empty={t("empty")} />
      </div>
      <NewTokenDialog open={isMaking} onOpenChange={setMaking} />
    </SettingsPage>
  );
}

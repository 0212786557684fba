"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { SettingsPage } from "@/components/settings/settings-page";
import { NewTokenDialog } from "@/components/settings/tokens/new-token-dialog";
import { TokenTable } from "@/components/settings/tokens/token-table";
import { Button } from "@/components/ui/button";
import { useProblemText } from "@/lib/client/problem-text";
import { tokensQuery } from "@/lib/client/token-queries";

function docsLink(words: ReactNode) {
  return (
    <a href="/docs/api" className="underline underline-offset-2 hover:text-ink">
      {words}
    </a>
  );
}

/** What programs come in with: made, looked over and revoked. */
export function TokensPage() {
  const t = useTranslations("tokens");
  const common = useTranslations("common");
  const problemText = useProblemText();
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
      <div aria-busy={list.isFetching}>
        {tokens.length > 0 && <TokenTable tokens={tokens} />}
        {list.isSuccess && tokens.length === 0 && (
          <p className="mx-auto max-w-[46ch] py-14 text-center text-[15px] leading-[22px] text-balance text-muted">
            {t("empty")}
          </p>
        )}
        {list.isError && (
          <div role="alert" className="flex flex-col items-start gap-3 py-6">
            <p className="text-[14px]">{problemText(list.error)}</p>
            <Button size="sm" onClick={() => void list.refetch()}>
              {common("retry")}
            </Button>
          </div>
        )}
      </div>
      <NewTokenDialog open={isMaking} onOpenChange={setMaking} />
    </SettingsPage>
  );
}

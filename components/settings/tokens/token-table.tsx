"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { type Column, DataTable } from "@/components/settings/data-table";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { TokenId } from "@/lib/contracts/ids";
import type { TokenView } from "@/lib/contracts/tokens";

/** Your tokens, newest first, identified by their last characters. */
export function TokenTable({ tokens }: { tokens: readonly TokenView[] }) {
  const t = useTranslations("tokens.table");
  const revoking = useTranslations("tokens.revoke");
  const revoke = useRevoke();
  const [selected, setSelected] = useState<TokenView | null>(null);
  // Keep the content while the closing animation runs.
  const [shown, setShown] = useState<TokenView | null>(null);
  if (selected !== null && selected !== shown) setShown(selected);

  const columns = useColumns(setSelected, revoke.isPending);

  return (
    <>
      <DataTable
        caption={t("caption")}
        columns={columns}
        rows={tokens}
        keyOf={(token) => token.id}
      />
      <ConfirmDialog
        open={selected !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setSelected(null);
        }}
        title={revoking("title", { name: shown?.name ?? "" })}
        description={revoking("description")}
        confirmLabel={revoking("confirm")}
        isDangerous
        onConfirm={() => shown && revoke.mutate(shown.id)}
      />
    </>
  );
}

function useColumns(
  onRevoke: (token: TokenView) => void,
  isRevoking: boolean,
): Column<TokenView>[] {
  const t = useTranslations("tokens.table");
  return [
    { key: "name", label: t("name"), isHead: true, render: (token) => <Name token={token} /> },
    { key: "scopes", label: t("scopes"), render: (token) => <Scopes token={token} /> },
    { key: "workspace", label: t("workspace"), render: ({ workspace }) => workspace.name },
    { key: "expires", label: t("expires"), render: (token) => <Expiry token={token} /> },
    { key: "lastUsed", label: t("lastUsed"), render: (token) => <LastUse token={token} /> },
    {
      key: "actions",
      label: t("actions"),
      isActions: true,
      render: (token) => (
        <RevokeButton token={token} isDisabled={isRevoking} onPress={() => onRevoke(token)} />
      ),
    },
  ];
}

function Name({ token: { name, ending } }: { token: TokenView }) {
  return (
    <>
      <span className="block font-medium break-words">{name}</span>
      <code className="font-mono text-[12px] text-muted">pnt_…{ending}</code>
    </>
  );
}

function Scopes({ token: { scopes } }: { token: TokenView }) {
  const words = useTranslations("tokens.create.scope");
  const format = useFormatter();
  return format.list(scopes.map((scope) => words(scope)));
}

function Expiry({ token: { expiresAt, isExpired } }: { token: TokenView }) {
  const t = useTranslations("tokens.table");
  const moment = useMoment();
  if (expiresAt === null) return <span className="text-muted">{t("noEnd")}</span>;
  const day = moment(expiresAt, "day");
  if (isExpired) return <span className="text-danger">{t("expired", { when: day })}</span>;
  return <span className="figures">{day}</span>;
}

function LastUse({ token: { lastUsedAt } }: { token: TokenView }) {
  const t = useTranslations("tokens.table");
  const moment = useMoment();
  return (
    <span className="figures text-muted">
      {lastUsedAt === null ? t("never") : moment(lastUsedAt, "minute")}
    </span>
  );
}

type RevokeProps = { token: TokenView; isDisabled: boolean; onPress: () => void };

function RevokeButton({ token, isDisabled, onPress }: RevokeProps) {
  const t = useTranslations("tokens.revoke");
  return (
    <Button
      size="sm"
      variant="danger"
      aria-label={t("open", { name: token.name })}
      disabled={isDisabled}
      onClick={onPress}
    >
      {t("confirm")}
    </Button>
  );
}

function useRevoke() {
  const client = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (tokenId: TokenId) => call("tokens.revoke", { params: { tokenId } }),
    onError: (error) => void toast(problemText(error), { tone: "error" }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.tokens() }),
  });
}

function useMoment(): (iso: string, to: "day" | "minute") => string {
  const format = useFormatter();
  const timeZone = useReaderZone();
  return (iso, to) =>
    format.dateTime(new Date(iso), {
      dateStyle: "medium",
      ...(to === "minute" && { timeStyle: "short" }),
      timeZone,
    });
}

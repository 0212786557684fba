"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { CheckWords } from "@/components/settings/keys/check-words";
import { KeyForm } from "@/components/settings/keys/key-form";
import { KeyTrial } from "@/components/settings/keys/key-trial";
import { TrialOutcome } from "@/components/settings/keys/trial-outcome";
import { useKeyCalls } from "@/components/settings/keys/use-key-calls";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import type { KeyHolder } from "@/lib/contracts/key-sources";
import type { StoredKey } from "@/lib/contracts/keys";

type Props = { holder: KeyHolder; storedKey: StoredKey | null; mayChange: boolean };

/** One holder's key: its last characters, the result of its check, and how to replace or remove it. */
export function KeyPanel({ holder, storedKey, mayChange }: Props) {
  const t = useTranslations("keys");
  const { set, remove, check, tryPicture } = useKeyCalls(holder);
  const [isReplacing, setReplacing] = useState(false);
  const [isRemoving, setRemoving] = useState(false);

  const forgetAnswers = () => {
    check.reset();
    tryPicture.reset();
  };
  const test = (key: StoredKey) => {
    forgetAnswers();
    check.mutate({ key });
  };
  const save = (key: string) => {
    forgetAnswers();
    set.mutate(key, {
      onSuccess: (state) => {
        setReplacing(false);
        void toast(t("saved"));
        // Check a new key right away: it is free.
        if (state[holder]) test(state[holder]);
      },
    });
  };
  const answers = [tryPicture, check].filter(({ variables }) => isSame(variables?.key, storedKey));
  const answer = answers.find(({ data }) => data !== undefined)?.data;
  const isAsking = check.isPending || tryPicture.isPending;
  const isUsable = answer?.outcome === "accepted" || answer?.outcome === "unclear";
  if (storedKey === null && !mayChange) return <p className="text-muted">{t("none")}</p>;
  if (storedKey === null || isReplacing) {
    return (
      <KeyForm
        isReplacing={isReplacing}
        isWorking={set.isPending}
        error={set.error}
        onSave={save}
        onCancel={isReplacing ? () => setReplacing(false) : null}
      />
    );
  }
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <Known storedKey={storedKey} />
        {mayChange && (
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              // `disabled` would drop the keyboard focus.
              aria-disabled={isAsking}
              onClick={() => !isAsking && test(storedKey)}
            >
              {t(check.isPending ? "checking" : "test")}
            </Button>
            <Button size="sm" onClick={() => setReplacing(true)}>
              {t("replace")}
            </Button>
            <Button size="sm" variant="danger" onClick={() => setRemoving(true)}>
              {t("remove")}
            </Button>
          </div>
        )}
      </div>
      {answer && <CheckWords check={answer} />}
      {answer?.trialThreadId && <TrialOutcome threadId={answer.trialThreadId} />}
      {isUsable && answer?.trialThreadId === null && (
        <KeyTrial
          shown={{ source: holder, ending: storedKey.ending }}
          isWorking={tryPicture.isPending}
          onAsk={(picture) => tryPicture.mutate({ key: storedKey, picture })}
        />
      )}
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={t(`removeTitle.${holder}`)}
        description={t("removeText")}
        confirmLabel={t("remove")}
        isDangerous
        onConfirm={() => {
          forgetAnswers();
          remove.mutate(undefined, { onSuccess: () => void toast(t("removed")) });
        }}
      />
    </div>
  );
}

/** Whether a check result is about the current key, and not one that another tab has replaced. */
function isSame(checked: StoredKey | undefined, storedKey: StoredKey | null): boolean {
  return checked?.updatedAt === storedKey?.updatedAt;
}

function Known({ storedKey }: { storedKey: StoredKey }) {
  const t = useTranslations("keys");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const date = format.dateTime(new Date(storedKey.updatedAt), { dateStyle: "medium", timeZone });
  return (
    <p className="figures">
      <span className="font-mono text-[14px] text-ink">…{storedKey.ending}</span>
      <span className="ml-3 text-[13px] text-muted">{t("since", { date })}</span>
    </p>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { Job } from "@/lib/contracts/instance";
import { canCancel, canRetry } from "@/lib/contracts/job-groups";

/** Cancel and retry. Retrying a call that may have been billed asks first. */
export function JobActions({ job }: { job: Job }) {
  const t = useTranslations("instance.jobs");
  const client = useQueryClient();
  const problemText = useProblemText();
  const [isAsking, setAsking] = useState(false);
  const params = { generationId: job.id };
  const options = {
    onError: (error: unknown) => void toast(problemText(error), { tone: "error" }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.instance("jobs").slice(0, 2) }),
  };
  const cancel = useMutation({
    mutationFn: () => call("instance.cancelJob", { params, body: {} }),
    ...options,
    onSuccess: (now) => void toast(t(now.sentAt === null ? "done.cancelled" : "done.goesOn")),
  });
  const retry = useMutation({
    mutationFn: (mayPayAgain: boolean) =>
      call("instance.retryJob", { params, body: { mayPayAgain } }),
    ...options,
    onSuccess: () => void toast(t("done.retried")),
  });
  const mayHaveCost = job.billed !== "no" && !job.isSandbox;

  if (canCancel(job)) {
    return (
      <Button size="sm" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
        {t("cancel")}
      </Button>
    );
  }
  if (!canRetry(job)) return null;
  return (
    <>
      <Button
        size="sm"
        disabled={retry.isPending}
        onClick={() => (mayHaveCost ? setAsking(true) : retry.mutate(false))}
      >
        {t("retry")}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("confirm.title")}
        description={t("confirm.body")}
        confirmLabel={t("confirm.button")}
        onConfirm={() => retry.mutate(true)}
      />
    </>
  );
}

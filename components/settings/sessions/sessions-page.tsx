"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SessionRow } from "@/components/settings/sessions/session-row";
import { SettingsPage } from "@/components/settings/settings-page";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { clearUnsent } from "@/lib/client/clear-unsent";
import { sessionsQuery } from "@/lib/client/account-queries";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import { markLeaving } from "@/lib/client/refresh-access";

export function SessionsPage() {
  const t = useTranslations("profile.sessions");
  // Prefetched by the page, so this never suspends.
  const { sessions } = useSuspenseQuery(sessionsQuery()).data;
  const { endOne, endAll } = useSessionCalls();
  const [question, setQuestion] = useState<"others" | "all" | null>(null);
  const others = sessions.filter(({ isThis }) => !isThis).length;
  return (
    <SettingsPage
      title={t("title")}
      lead={t("lead")}
      actions={
        <>
          {others > 0 && (
            <Button disabled={endAll.isPending} onClick={() => setQuestion("others")}>
              {t("endOthers")}
            </Button>
          )}
          <Button variant="danger" disabled={endAll.isPending} onClick={() => setQuestion("all")}>
            {t("endAll")}
          </Button>
        </>
      }
    >
      <ul className="border-t border-line">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={endOne.isPending && endOne.variables === session.id}
            onEnd={() => endOne.mutate(session.id)}
          />
        ))}
      </ul>
      <p className="mt-4 max-w-[62ch] text-[13px] leading-[18px] text-pretty text-muted">
        {t("tokens")}
      </p>
      <ConfirmDialog
        open={question !== null}
        onOpenChange={(isOpen) => !isOpen && setQuestion(null)}
        title={t(question === "all" ? "confirmAll" : "confirmOthers")}
        description={t(question === "all" ? "confirmAllDetail" : "confirmOthersDetail")}
        confirmLabel={t(question === "all" ? "endAll" : "endOthers")}
        isDangerous
        onConfirm={() => question && endAll.mutate(question)}
      />
    </SettingsPage>
  );
}

function useSessionCalls() {
  const t = useTranslations("profile.sessions");
  const client = useQueryClient();
  const problemText = useProblemText();
  const onError = (error: unknown) => {
    markLeaving(false);
    void toast(problemText(error), { tone: "error" });
  };
  const invalidate = () => client.invalidateQueries({ queryKey: keys.sessions() });
  return {
    endOne: useMutation({
      mutationFn: (sessionId: string) => call("account.endSession", { params: { sessionId } }),
      onError,
      onSettled: invalidate,
    }),
    endAll: useMutation({
      mutationFn: (which: "others" | "all") => {
        markLeaving(which === "all");
        return call("account.endSessions", { body: { which } });
      },
      onError,
      onSuccess: async ({ ended }, which) => {
        if (which === "all") {
          clearUnsent();
          location.assign("/sign-in");
          return;
        }
        void toast(t("ended", { count: ended }));
        await invalidate();
      },
    }),
  };
}

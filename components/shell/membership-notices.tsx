"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useStudio } from "@/components/shell/use-studio";
import { toast } from "@/components/ui/toast";
import { takeNotice } from "@/lib/client/arrival-notice";
import { isPermitted } from "@/lib/contracts/permissions";

/** Toasts about membership: why the tab was moved to this workspace, and when write permission is lost or regained. */
export function MembershipNotices() {
  const t = useTranslations("shell.standing");
  const { workspace } = useStudio();
  const mayWrite = isPermitted(workspace.role, "write");
  const could = useRef(mayWrite);

  useEffect(() => {
    const notice = takeNotice();
    if (notice) void toast(t("left", { name: notice.workspace }), { detail: t("leftDetail") });
  }, [t]);

  useEffect(() => {
    if (could.current === mayWrite) return;
    could.current = mayWrite;
    void toast(t(mayWrite ? "mayWrite" : "lookOnly", { name: workspace.name }));
  }, [mayWrite, workspace.name, t]);

  return null;
}

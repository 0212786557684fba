"use client";

import { Monitor, MonitorSmartphone, Smartphone, Tablet } from "lucide-react";
import { useTranslations } from "next-intl";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { Button } from "@/components/ui/button";
import type { SessionView } from "@/lib/contracts/profile";

const ICONS = { desktop: Monitor, phone: Smartphone, tablet: Tablet, other: MonitorSmartphone };

type Props = { session: SessionView; isEnding: boolean; onEnd: () => void };

export function SessionRow({ session, isEnding, onEnd }: Props) {
  const t = useTranslations("profile.sessions");
  const words = useLedgerWords();
  const { browser, system } = session.device;
  const Icon = ICONS[session.device.kind];
  const device =
    browser !== null && system !== null
      ? t("device", { browser, system })
      : (browser ?? system ?? t("unknownDevice"));
  return (
    <li className="flex min-h-16 items-center gap-x-4 border-b border-line py-3">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span>{device}</span>
          {session.isThis && <span className="text-[13px] text-muted">{t("this")}</span>}
        </p>
        <p className="figures text-[13px] leading-[18px] text-muted">
          {t(session.isThis ? "since" : "used", {
            used: words.day(session.lastUsedAt),
            since: words.day(session.createdAt),
          })}
        </p>
      </div>
      {!session.isThis && (
        <Button size="sm" disabled={isEnding} onClick={onEnd} aria-label={t("endOne", { device })}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}

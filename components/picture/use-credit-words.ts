"use client";

import { useTranslations } from "next-intl";
import type { TurnView } from "@/lib/contracts/turns";

/** Where a picture comes from that was continued from a link: "Continued from “Harbour” by Maya". */
export function useCreditWords(): (credit: NonNullable<TurnView["credit"]>) => string {
  const t = useTranslations("studio.credit");
  return ({ title, by }) => {
    if (title !== null && title !== "")
      return by === null ? t("from", { title }) : t("fromBy", { title, by });
    return by === null ? t("plain") : t("plainBy", { by });
  };
}

"use client";

import { useTranslations } from "next-intl";
import type { StudioState } from "@/lib/contracts/account";

/** The paying key's short name: "workspace key …a1b2". Null in the sandbox. */
export function useKeyName({ source, ending }: StudioState["key"]): string | null {
  const t = useTranslations("composer.key");
  if (source === "sandbox") return null;
  return source === "instance" ? t("instance") : t(source, { ending: ending ?? "" });
}

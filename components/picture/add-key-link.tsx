import { KeyRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

export const KEYS_PATH = "/settings/keys";

/** Leads to the field for an API key, which everybody who makes pictures may fill in for themselves. */
export function AddKeyLink() {
  const t = useTranslations("studio.sandbox");
  return (
    <Link
      href={KEYS_PATH}
      prefetch={false}
      className="inline-flex shrink-0 items-center gap-1.5 rounded-control align-bottom font-medium text-ink underline-offset-4 hover:underline pointer-coarse:min-h-10"
    >
      <KeyRound aria-hidden className="size-4" />
      {t("addKey")}
    </Link>
  );
}

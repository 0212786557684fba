import { useTranslations } from "next-intl";
import { AddKeyLink } from "@/components/picture/add-key-link";

/** Explains the sandbox in one line and leads to adding a key. */
export function SandboxLabel() {
  const t = useTranslations("studio.sandbox");
  return (
    <>
      {t("line")} <AddKeyLink />
    </>
  );
}

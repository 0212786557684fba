import { getTranslations } from "next-intl/server";
import { LinksPage } from "@/components/settings/links/links-page";

export async function generateMetadata() {
  const t = await getTranslations("settings.pages");
  return { title: t("links") };
}

export default function Page() {
  return <LinksPage />;
}

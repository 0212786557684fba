import { getTranslations } from "next-intl/server";
import { NoticesPage } from "@/components/settings/notices/notices-page";

export async function generateMetadata() {
  const t = await getTranslations("settings.pages");
  return { title: t("notices") };
}

export default function Page() {
  return <NoticesPage />;
}

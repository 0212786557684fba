import { getTranslations } from "next-intl/server";
import { Gallery } from "@/components/gallery/gallery";

export async function generateMetadata() {
  const t = await getTranslations("gallery");
  return { title: t("title") };
}

/** The gallery of the workspace. The browser loads its pictures: only it knows how many fit. */
export default function Page() {
  return <Gallery />;
}

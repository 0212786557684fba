import { getTranslations } from "next-intl/server";
import { WithMembers } from "@/app/(studio)/settings/with-members";
import { WorkspacePage } from "@/components/settings/workspace/workspace-page";

export async function generateMetadata() {
  const t = await getTranslations("settings.pages");
  return { title: t("workspace") };
}

export default function Page() {
  return (
    <WithMembers>
      <WorkspacePage />
    </WithMembers>
  );
}

import { getTranslations } from "next-intl/server";
import { WithMembers } from "@/app/(studio)/settings/with-members";
import { MembersPage } from "@/components/settings/members/members-page";

export async function generateMetadata() {
  const t = await getTranslations("settings.pages");
  return { title: t("members") };
}

export default function Page() {
  return (
    <WithMembers>
      <MembersPage />
    </WithMembers>
  );
}

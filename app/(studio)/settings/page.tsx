import { redirect } from "next/navigation";
import { SETTINGS_ENTRIES } from "@/components/settings/settings-entries";

/** The settings begin with their first page. */
export default function Page() {
  redirect(SETTINGS_ENTRIES[0].href);
}

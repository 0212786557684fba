"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CheckBox } from "@/components/links/check-box";
import { SettingsSection } from "@/components/settings/settings-section";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { noticeSettingsQuery } from "@/lib/client/notice-queries";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import { NOTICE_CHANNELS, NOTICE_TOPICS, type NoticeTopic } from "@/lib/contracts/notice-choices";
import type { NoticeSettings } from "@/lib/contracts/notices";

type Change = { topic: NoticeTopic; channel: (typeof NOTICE_CHANNELS)[number]; isOn: boolean };

/** Which notices about links come in the app and by e-mail. */
export function NoticesSection({ isMailSent }: { isMailSent: boolean }) {
  const t = useTranslations("profile.notices");
  // Prefetched by the page, so this never suspends.
  const { data: settings } = useSuspenseQuery(noticeSettingsQuery());
  const change = useNoticeSwitch();
  const channels = NOTICE_CHANNELS.filter((channel) => channel === "inApp" || isMailSent);
  return (
    <SettingsSection
      id="profile-notices"
      title={t("title")}
      lead={t(isMailSent ? "leadMail" : "lead")}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        {NOTICE_TOPICS.map((topic) => (
          <fieldset key={topic} className="min-w-0">
            <legend className="mb-1 text-[13px] font-medium">{t(`topics.${topic}`)}</legend>
            {channels.map((channel) => (
              <CheckBox
                key={channel}
                label={t(`channels.${channel}`)}
                isOn={settings[topic][channel]}
                onChange={(isOn) => change({ topic, channel, isOn })}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </SettingsSection>
  );
}

/** Shows the change at once; a refused one is taken back. */
function useNoticeSwitch(): (change: Change) => void {
  const client = useQueryClient();
  const problemText = useProblemText();
  const show = ({ topic, channel, isOn }: Change) =>
    client.setQueryData<NoticeSettings>(
      keys.noticeSettings(),
      (now) => now && { ...now, [topic]: { ...now[topic], [channel]: isOn } },
    );
  const { mutate } = useMutation({
    mutationFn: ({ topic, channel, isOn }: Change) =>
      call("account.setNotices", { body: { [topic]: { [channel]: isOn } } }),
    onMutate: show,
    onError: (error, change) => {
      show({ ...change, isOn: !change.isOn });
      void toast(problemText(error), { tone: "error" });
    },
  });
  return mutate;
}

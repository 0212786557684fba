"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useProfileCalls } from "@/components/settings/profile/use-profile-calls";
import { useStudio } from "@/components/shell/use-studio";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { AVATAR_UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import type { Profile } from "@/lib/contracts/profile";
import { UPLOAD_ACCEPT } from "@/lib/contracts/upload-kinds";

/** Profile picture, cropped to a square by the server; falls back to the initial. */
export function AvatarForm({ profile }: { profile: Profile }) {
  const t = useTranslations("profile.picture");
  const { user } = useStudio();
  const { setAvatar, removeAvatar } = useProfileCalls();
  const input = useRef<HTMLInputElement>(null);
  const isWorking = setAvatar.isPending || removeAvatar.isPending;

  const choose = (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > AVATAR_UPLOAD_MAX_BYTES) void toast(t("tooLarge"), { tone: "error" });
    else setAvatar.mutate(file);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-4" aria-busy={isWorking}>
      <Avatar name={profile.name} userId={user.id} version={profile.avatar} size={72} />
      <div className="flex flex-wrap gap-2">
        <input
          ref={input}
          type="file"
          accept={UPLOAD_ACCEPT}
          aria-label={t("file")}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            choose(event.target.files?.[0]);
            // Allow choosing the same file again.
            event.target.value = "";
          }}
        />
        <Button disabled={isWorking} onClick={() => input.current?.click()}>
          {t(setAvatar.isPending ? "working" : profile.avatar === null ? "add" : "change")}
        </Button>
        {profile.avatar !== null && (
          <Button variant="ghost" disabled={isWorking} onClick={() => removeAvatar.mutate()}>
            {t("remove")}
          </Button>
        )}
      </div>
    </div>
  );
}

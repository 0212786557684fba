"use client";

import { useTranslations } from "next-intl";
import { FormAlert } from "@/components/ui/form-alert";
import { forgetInviteToken } from "@/components/account/invite-token";
import { useFormCall } from "@/components/ui/use-form-call";
import { enterWorkspace } from "@/lib/client/enter-workspace";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/client/call";
import type { InviteOffer } from "@/lib/contracts/workspaces";

type Props = { token: string; offer: InviteOffer; me: { name: string; email: string } };

/** Joins with the signed-in account, if the invite is for it. */
export function InviteJoin({ token, offer, me }: Props) {
  const t = useTranslations("invite");
  const { send, problem, isWorking } = useFormCall({ isLeaving: true });
  const isForAnother = offer.email !== null && offer.email !== me.email;

  const join = () =>
    send(async () => {
      const { workspaceId } = await call("invites.accept", { body: { token } });
      forgetInviteToken();
      enterWorkspace(workspaceId);
    });
  const changeAccount = () =>
    send(async () => {
      await call("account.signOut", { body: {} });
      location.assign("/invite");
    });

  return (
    <div className="grid gap-5">
      <p role={isForAnother ? "alert" : undefined} className="text-[14px] leading-5 text-pretty">
        {isForAnother
          ? t("forAnother", { email: offer.email ?? "", mine: me.email })
          : t("signedInAs", { name: me.name, email: me.email })}
      </p>
      <FormAlert problem={problem} />
      {!isForAnother && (
        <Button variant="primary" size="lg" disabled={isWorking} onClick={() => void join()}>
          {t(isWorking ? "joining" : "join")}
        </Button>
      )}
      <Button
        variant={isForAnother ? "outline" : "ghost"}
        size="lg"
        disabled={isWorking}
        onClick={() => void changeAccount()}
      >
        {t("otherAccount")}
      </Button>
    </div>
  );
}

"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { InviteJoin } from "@/components/account/invite-join";
import { InviteSignUp } from "@/components/account/invite-sign-up";
import { forgetInviteToken, takeInviteToken } from "@/components/account/invite-token";
import { Avatar } from "@/components/ui/avatar";
import { Button, buttonClass } from "@/components/ui/button";
import { call, CallError } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import type { InviteOffer } from "@/lib/contracts/workspaces";

type State =
  | { kind: "asking" }
  | { kind: "failed"; error: unknown; isVoid: boolean }
  | { kind: "offer"; token: string; offer: InviteOffer };

type Props = {
  /** The signed-in account, if any. */
  me: { name: string; email: string } | null;
};

/** What an invite offers, and how to join: with the signed-in account or a new one. */
export function InviteLanding({ me }: Props) {
  const t = useTranslations("invite");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const [state, setState] = useState<State>({ kind: "asking" });

  useEffect(() => {
    let isGone = false;
    void readOffer().then((next) => {
      if (!isGone) setState(next);
    });
    return () => {
      isGone = true;
    };
  }, []);

  if (state.kind === "asking") {
    return (
      <p role="status" className="text-[15px] text-muted">
        {common("loading")}
      </p>
    );
  }
  if (state.kind === "failed") {
    return (
      <>
        <h1 className="font-serif text-[44px] leading-[1.05] tracking-[-0.01em]">
          {t(state.isVoid ? "void" : "title")}
        </h1>
        <p role="alert" className="mt-4 mb-9 text-[15px] leading-6 text-muted">
          {problemText(state.error)}
        </p>
        {state.isVoid ? (
          <Link href="/" className={buttonClass("outline", "lg")}>
            {t("home")}
          </Link>
        ) : (
          <Button size="lg" onClick={() => void readOffer().then(setState)}>
            {common("retry")}
          </Button>
        )}
      </>
    );
  }
  const { token, offer } = state;
  return (
    <>
      <Offer offer={offer} />
      {me === null ? (
        <InviteSignUp token={token} email={offer.email} />
      ) : (
        <InviteJoin token={token} offer={offer} me={me} />
      )}
    </>
  );
}

async function readOffer(): Promise<State> {
  const token = takeInviteToken();
  if (token === null) {
    return { kind: "failed", error: new CallError("invite_void", null), isVoid: true };
  }
  try {
    return { kind: "offer", token, offer: await call("invites.look", { body: { token } }) };
  } catch (error) {
    const isVoid = error instanceof CallError && error.code === "invite_void";
    if (isVoid) forgetInviteToken();
    return { kind: "failed", error, isVoid };
  }
}

function Offer({ offer }: { offer: InviteOffer }) {
  const t = useTranslations("invite");
  return (
    <div className="mb-9">
      <Avatar
        name={offer.workspaceName}
        shape="square"
        size={44}
        className="mb-5 rounded-[10px]!"
      />
      <h1 className="font-serif text-[44px] leading-[1.05] tracking-[-0.01em] break-words">
        {t("heading", { workspace: offer.workspaceName })}
      </h1>
      <p className="mt-4 text-[15px] leading-6 text-pretty text-muted">
        {t("line", {
          inviter: offer.inviterName,
          role: offer.role,
          may: t(`may.${offer.role}`),
        })}
      </p>
    </div>
  );
}

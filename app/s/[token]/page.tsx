import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ratioRules } from "@/components/share/ratio";
import { ShareNotice } from "@/components/share/share-notice";
import { ShareRoom } from "@/components/share/share-room";
import { UnlockForm } from "@/components/share/unlock-form";
import { buttonClass } from "@/components/ui/button";
import type { ShareData } from "@/lib/contracts/share-view";
import { systemClock } from "@/lib/server/clock";
import { openShare } from "@/lib/server/domain/shares/open";
import { AppError } from "@/lib/server/errors";
import { shareUrl, signInOrigin, studioOrigin } from "@/lib/server/request/share-url";

type Props = {
  params: Promise<{ token: string }>;
  /** `continue`: the image from which the visitor wanted to continue before signing in. */
  searchParams: Promise<{ continue?: string | string[] }>;
};
type Opened = { state: "open"; data: ShareData } | { state: "locked" | "signIn" | "gone" };

/** Once per request, for the page and its metadata: an opening is counted. */
const open = cache(async (token: string): Promise<Opened> => {
  try {
    const { data } = await openShare(token, await headers(), { clock: systemClock });
    return { state: "open", data };
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    if (code === "password_needed") return { state: "locked" };
    if (code === "not_signed_in") return { state: "signIn" };
    if (code === "not_found") return { state: "gone" };
    throw error;
  }
});

/** What a message shows of the link: nothing of it where not everybody may open it. */
export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { token } = await params;
  const t = await getTranslations("share");
  const opened = await open(token);
  const title =
    opened.state === "open"
      ? (opened.data.title ?? t(`untitled.${opened.data.kind}`))
      : t("plainTitle");
  const address = shareUrl(token, "anyone", studioOrigin({ headers: await headers() }));
  const images = [{ url: `${address}/card`, width: 1200, height: 630 }];
  return {
    title: { absolute: title },
    description: t("cardDetail"),
    robots: { index: false, follow: false },
    openGraph: { title, description: t("cardDetail"), siteName: "Pentimento", images },
    twitter: { card: "summary_large_image", title, images },
  };
}

/** A shared image, selection, thread or collection, for people with and without an account. */
export default async function Page({ params, searchParams }: Props) {
  const { token } = await params;
  const { continue: continueId } = await searchParams;
  const opened = await open(token);
  const base = `/s/${token}`;
  if (opened.state === "locked") {
    return (
      <ShareNotice kind="locked">
        <UnlockForm base={base} />
      </ShareNotice>
    );
  }
  if (opened.state === "signIn") {
    const t = await getTranslations("share.signIn");
    return (
      <ShareNotice kind="signIn">
        <a
          href={`/sign-in?next=${encodeURIComponent(base)}`}
          className={`${buttonClass("primary", "lg")} mt-7 w-fit`}
        >
          {t("go")}
        </a>
      </ShareNotice>
    );
  }
  if (opened.state !== "open") notFound();
  const headerList = await headers();
  const nonce = headerList.get("x-nonce") ?? undefined;
  const { images, others } = opened.data;
  return (
    <>
      {/* The browser hides a nonce from scripts, so hydration would find another. */}
      <style nonce={nonce} suppressHydrationWarning>
        {ratioRules([...images, ...others])}
      </style>
      <ShareRoom
        base={base}
        studio={opened.data.mayContinue ? signInOrigin({ headers: headerList }) : ""}
        data={opened.data}
        continueId={typeof continueId === "string" ? continueId : null}
      />
    </>
  );
}

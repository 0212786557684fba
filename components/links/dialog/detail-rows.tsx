"use client";

import { ChevronRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CheckBox } from "@/components/links/check-box";
import { ExpiryField } from "@/components/links/dialog/expiry-field";
import { PasswordRow } from "@/components/links/dialog/password-row";
import type { ShareForm, Shows } from "@/components/links/dialog/use-share-form";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { SegmentedChoice } from "@/components/ui/segmented-choice";
import { SelectField } from "@/components/ui/select-field";
import {
  SHARE_AUDIENCES,
  SHARE_DOWNLOADS,
  type ShareAudience,
} from "@/lib/contracts/share-choices";
import type { SharePolicy, ShareTarget } from "@/lib/contracts/shares";

const SHOWS = ["prompts", "names", "references", "settings"] as const satisfies (keyof Shows)[];

type Props = { form: ShareForm; policy: SharePolicy; kind: ShareTarget["kind"] };

/** Everything beyond the preset, folded until it is wanted. */
export function DetailRows({ form, policy, kind }: Props) {
  const t = useTranslations("links.details");
  const [isOpen, setOpen] = useState(policy.passwordRequired);
  return (
    <div className="border-t border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex h-11 w-full items-center gap-2 text-left text-[14px] text-ink"
      >
        <ChevronRight
          aria-hidden
          className={classNames("size-4 text-muted transition-transform", isOpen && "rotate-90")}
        />
        {t("title")}
        {!isOpen && <Summary form={form} />}
      </button>
      {isOpen && <Rows form={form} policy={policy} kind={kind} />}
    </div>
  );
}

/** The folded details in one line. */
function Summary({ form }: { form: ShareForm }) {
  const t = useTranslations("links.details");
  const { choices, share } = form;
  const parts = [
    t(`audience.${choices.audience}`),
    (share?.hasPassword ?? choices.password !== null) && t("withPassword"),
    t(`downloadsShort.${choices.downloads}`),
  ];
  return (
    <span className="min-w-0 flex-1 truncate text-right text-[13px] text-muted">
      {parts.filter(Boolean).join(" · ")}
    </span>
  );
}

function Rows({ form, policy, kind }: Props) {
  const t = useTranslations("links.details");
  const { choices, change } = form;
  const isFollowing = kind === "thread" || kind === "collection";
  const audiences = SHARE_AUDIENCES.filter(
    (audience) => audience !== "anyone" || policy.publicAllowed || choices.audience === "anyone",
  );
  return (
    <dl className="grid gap-x-4 gap-y-3 pb-2 sm:grid-cols-[88px_minmax(0,1fr)]">
      {isFollowing && (
        <Row label={t("content.label")}>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <SegmentedChoice
              legend={t("content.label")}
              name="mode"
              value={choices.mode}
              choices={(["live", "snapshot"] as const).map((value) => ({
                value,
                label: t(`content.${value}`),
              }))}
              onChange={(mode) => change({ mode })}
            />
            <span className="text-[13px] text-muted">
              {choices.mode === "live" ? t(`content.follows.${kind}`) : <Snapshot form={form} />}
            </span>
          </div>
        </Row>
      )}
      <Row label={t("ends")}>
        <ExpiryField form={form} maxDays={policy.maxDays} />
      </Row>
      <Row label={t("openTo")}>
        <SelectField
          label={t("openTo")}
          isLabelHidden
          value={choices.audience}
          onChange={(event) => {
            const audience = audiences.find((one) => one === event.target.value);
            if (audience) change({ audience });
          }}
          options={audiences.map((value: ShareAudience) => ({
            value,
            label: t(`audience.${value}`),
          }))}
          className="w-fit"
        />
      </Row>
      <Row label={t("password.label")}>
        <PasswordRow form={form} isRequired={policy.passwordRequired} />
      </Row>
      <Row label={t("shows.label")}>
        <div className="flex flex-wrap gap-x-5">
          {SHOWS.map((name) => (
            <CheckBox
              key={name}
              label={t(`shows.${name}`)}
              isOn={choices.shows[name]}
              onChange={(isOn) => change({ shows: { ...choices.shows, [name]: isOn } })}
            />
          ))}
        </div>
      </Row>
      <Row label={t("downloads.label")}>
        <div className="w-fit">
          <SegmentedChoice
            legend={t("downloads.label")}
            name="downloads"
            value={choices.downloads}
            choices={SHARE_DOWNLOADS.map((value) => ({ value, label: t(`downloads.${value}`) }))}
            onChange={(downloads) => change({ downloads })}
          />
        </div>
        <p className="mt-2 text-[13px] leading-[18px] text-pretty text-muted">
          {t(`downloads.says.${choices.downloads}`)}
        </p>
      </Row>
      <Row label={t("continue.label")}>
        <CheckBox
          label={t("continue.allow")}
          isOn={choices.mayContinue}
          onChange={(mayContinue) => change({ mayContinue })}
        />
        {choices.mayContinue && (
          <p className="mt-1 text-[13px] leading-[18px] text-pretty text-muted">
            {t("continue.says")}
          </p>
        )}
      </Row>
      {choices.preset === "review" && (
        <Row label={t("comments")}>
          <CheckBox
            label={t("reviewHold")}
            isOn={choices.reviewHold}
            onChange={(reviewHold) => change({ reviewHold })}
          />
        </Row>
      )}
    </dl>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="pt-2 text-[14px] leading-5 text-muted max-sm:-mb-2">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

/** When the snapshot was taken, and the button that takes it again under the same address. */
function Snapshot({ form }: { form: ShareForm }) {
  const t = useTranslations("links.details.content");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const { share, isWorking, updateSnapshot } = form;
  if (share === null || share.snapshotAt === null) return t("stays");
  const date = format.dateTime(new Date(share.snapshotAt), {
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZone,
  });
  return (
    <span className="flex flex-wrap items-center gap-2">
      {t("taken", { date })}
      <Button size="sm" disabled={isWorking} onClick={updateSnapshot}>
        {t("update")}
      </Button>
    </span>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ShareForm } from "@/components/links/dialog/use-share-form";
import { Button } from "@/components/ui/button";
import { fieldClass } from "@/components/ui/text-field";
import { SHARE_PASSWORD_MAX_CHARS, SHARE_PASSWORD_MIN_CHARS } from "@/lib/contracts/share-choices";

type Props = { form: ShareForm; isRequired: boolean };

/** A switch and a field. The password of an existing link can be replaced, and never read. */
export function PasswordRow({ form, isRequired }: Props) {
  const t = useTranslations("links.details.password");
  const { share, choices } = form;
  const [draft, setDraft] = useState<string | null>(null);
  const isSet = share?.hasPassword ?? false;
  const value = share ? draft : choices.password;
  const isOn = isSet || value !== null;
  const write = (text: string | null) => {
    if (share) setDraft(text);
    else form.change({ password: text });
  };
  const toggle = () => {
    if (value !== null) write(null);
    else if (isSet) form.setPassword(null);
    else write("");
  };
  const isLongEnough = value !== null && value.length >= SHARE_PASSWORD_MIN_CHARS;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-3">
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-label={t("label")}
        disabled={isRequired && isOn && !isSet}
        onClick={toggle}
        className="relative h-5 w-9 shrink-0 rounded-full bg-line-strong transition-colors aria-checked:bg-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-3 disabled:opacity-60"
      >
        <span
          aria-hidden
          className={`absolute top-0.5 left-0.5 size-4 rounded-full bg-paper transition-transform ${isOn ? "translate-x-4" : ""}`}
        />
      </button>
      {value !== null ? (
        <>
          <input
            type="text"
            aria-label={t("field")}
            placeholder={t("hint", { count: SHARE_PASSWORD_MIN_CHARS })}
            value={value}
            maxLength={SHARE_PASSWORD_MAX_CHARS}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => write(event.target.value)}
            className={`${fieldClass} h-9 min-w-0 flex-1 basis-48 text-[14px]! pointer-coarse:h-11`}
          />
          {share && (
            <Button
              disabled={!isLongEnough || form.isWorking}
              onClick={() => {
                form.setPassword(value);
                setDraft(null);
              }}
            >
              {t("set")}
            </Button>
          )}
        </>
      ) : isSet ? (
        <span className="flex items-center gap-3 text-[13px] text-muted">
          {t("isSet")}
          <Button size="sm" onClick={() => setDraft("")}>
            {t("change")}
          </Button>
        </span>
      ) : (
        <span className="text-[13px] text-muted">{t("none")}</span>
      )}
    </div>
  );
}

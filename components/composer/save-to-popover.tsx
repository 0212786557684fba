"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSaveTo, withCollection } from "@/components/composer/save-to";
import type { Floating } from "@/components/ui/anchored";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";
import PopoverPopup from "@/components/ui/popover-popup";
import { fieldClass } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { collectionsQuery, newCollection } from "@/lib/client/collection-queries";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { CollectionId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";

type Props = Floating & { settings: TurnSettings; onChange: (settings: TurnSettings) => void };

/** Chooses the collection that new pictures go to, or creates one. */
export function SaveToPopover({ settings, onChange, ...floating }: Props) {
  const t = useTranslations("composer.saveTo");
  const tSettings = useTranslations("composer.settings");
  const { isUsable } = useSaveTo(settings);
  const client = useQueryClient();
  const problemText = useProblemText();
  const [name, setName] = useState("");
  const { data } = useQuery({ ...collectionsQuery(), enabled: floating.isOpen });
  const choose = (id: CollectionId | null) => {
    onChange(withCollection(settings, id));
    floating.onOpenChange(false);
  };
  const create = async () => {
    const wanted = name.trim();
    if (wanted === "") return;
    try {
      const created = await call("collections.create", { body: newCollection(wanted) });
      await client.invalidateQueries({ queryKey: keys.collections() });
      setName("");
      choose(created.id);
    } catch (error) {
      void toast(problemText(error), { tone: "error" });
    }
  };
  const offered = data?.collections.filter(({ mayAdd }) => mayAdd) ?? [];
  const choices = [{ id: null, name: t("none") }, ...offered];
  return (
    <PopoverPopup {...floating} label={t("label")} className="w-[280px] p-1.5!">
      <p className="px-2.5 pt-1.5 pb-1 text-[12px] text-muted">
        {isUsable ? t("detail") : tSettings("notSaved")}
      </p>
      <div className="max-h-[240px] overflow-y-auto">
        {choices.map((choice) => {
          const isChosen = choice.id === (settings.collectionId ?? null);
          return (
            <button
              key={choice.id ?? "none"}
              type="button"
              aria-pressed={isChosen}
              onClick={() => choose(choice.id)}
              className={classNames(
                "flex min-h-9 w-full items-center gap-2.5 rounded-control px-2.5 text-left text-[14px] hover:bg-hover pointer-coarse:min-h-11",
                choice.id === null ? "text-muted" : "text-ink",
              )}
            >
              <span className="min-w-0 flex-1 truncate">{choice.name}</span>
              {isChosen && <Check aria-hidden className="size-4 shrink-0" />}
            </button>
          );
        })}
      </div>
      <div className="p-1 pt-1.5">
        <input
          aria-label={t("create")}
          placeholder={t("create")}
          value={name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (pressedKey(event) !== "Enter") return;
            event.preventDefault();
            void create();
          }}
          className={classNames(fieldClass, "h-9 px-2.5! text-[14px]! pointer-coarse:h-11")}
        />
      </div>
    </PopoverPopup>
  );
}

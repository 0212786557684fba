"use client";

import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { MoreSettings } from "@/components/composer/more-settings";
import { KEYS_PATH } from "@/components/picture/add-key-link";
import { RadioTiles } from "@/components/composer/radio-tiles";
import { ShapeFrame } from "@/components/composer/shape-frame";
import { usd } from "@/components/ui/price";
import type { Floating } from "@/components/ui/anchored";
import MenuPopup from "@/components/ui/menu-popup";
import PopoverPopup from "@/components/ui/popover-popup";
import type { ModelOffer, StudioState } from "@/lib/contracts/account";
import { VARIATIONS_MAX } from "@/lib/contracts/limits";
import { parsePixels } from "@/lib/contracts/pixels";
import type { TurnSettings } from "@/lib/contracts/settings";
import { type Tier, TIERS } from "@/lib/contracts/shapes";

type Props = Floating & {
  settings: TurnSettings;
  onChange: (settings: TurnSettings) => void;
};

export function ModelMenu({
  studio,
  settings,
  onChange,
  ...floating
}: Props & { studio: StudioState }) {
  const t = useTranslations("composer.settings");
  const router = useRouter();
  const format = useFormatter();
  const differenceOf = ({ sizes }: ModelOffer) => {
    const largest = sizes === null ? undefined : TIERS.findLast((tier) => tier in sizes);
    return largest === undefined ? t("sizeByModel") : t("exactUpTo", { tier: largest });
  };
  const factsOf = (offer: ModelOffer) => {
    const facts = [differenceOf(offer)];
    if (offer.usualMs !== null) facts.push(t("usually", { time: clock(offer.usualMs) }));
    facts.push(studio.isSandbox ? t("free") : usd(format, offer.priceMicroUsd));
    return facts.join(" · ");
  };
  return (
    <MenuPopup
      {...floating}
      label={t("model")}
      side="top"
      entries={[
        ...(studio.isSandbox ? [{ heading: t("sandboxModels") }] : []),
        ...studio.models.map((offer) => ({
          label: offer.label,
          note: factsOf(offer),
          isChecked: offer.id === settings.model,
          onSelect: () => onChange(fitTo(offer, { ...settings, model: offer.id })),
        })),
        ...(studio.isSandbox
          ? [
              "separator" as const,
              {
                label: t("addKey"),
                icon: <KeyRound aria-hidden className="size-4" />,
                onSelect: () => router.push(KEYS_PATH),
              },
            ]
          : []),
      ]}
    />
  );
}

/** Drops an exact size that the new model does not offer. */
function fitTo(offer: ModelOffer, settings: TurnSettings): TurnSettings {
  return offer.sizes === null ? { ...settings, tier: null } : settings;
}

type ShapeProps = Props & {
  offer: ModelOffer | undefined;
  /** The exact pixels and how they are requested; null where only the shape is. */
  exact: string | null;
};

export function ShapePopover({ offer, settings, exact, onChange, ...floating }: ShapeProps) {
  const t = useTranslations("composer.settings");
  const sizes = offer?.sizes ?? null;
  const usualTier = offer?.defaultTier ?? null;
  const usual = usualTier && sizes && parsePixels(sizes[usualTier][settings.shape]);
  return (
    <PopoverPopup {...floating} label={t("shape")} className="w-[332px]">
      <div className="flex flex-col gap-4">
        <RadioTiles
          legend={t("shape")}
          name="shape"
          value={settings.shape}
          onChange={(shape) => onChange({ ...settings, shape })}
          className="grid grid-cols-5 gap-1"
          tileClassName="h-[60px]"
          tiles={(offer?.shapes ?? [settings.shape]).map((shape) => ({
            value: shape,
            name: shape,
            label: (
              <>
                <span className="flex h-6 items-center">
                  <ShapeFrame shape={shape} size={22} />
                </span>
                <span className="figures">{shape}</span>
              </>
            ),
          }))}
        />
        {sizes && (
          <div>
            <RadioTiles<Tier | "none">
              legend={t("exactSize")}
              name="tier"
              value={settings.tier ?? "none"}
              onChange={(tier) => onChange({ ...settings, tier: tier === "none" ? null : tier })}
              className="grid grid-cols-4 gap-1"
              tileClassName="h-11"
              tiles={(["none", ...TIERS] as const).map((tier) => ({
                value: tier,
                name: tier === "none" ? t("noTier") : `${tier} ${sizes[tier][settings.shape]}`,
                label: (
                  <span className="text-center leading-4">
                    {tier === "none" ? t("noTier") : tier}
                    {tier !== "none" && (
                      <span className="figures block text-[11px]">
                        {sizes[tier][settings.shape].replace("x", "×")}
                      </span>
                    )}
                  </span>
                ),
              }))}
            />
            <p className="mt-2 text-[12px] text-muted">
              {exact ?? (usual === null ? t("byWords") : t("byShape", usual))}
            </p>
          </div>
        )}
      </div>
    </PopoverPopup>
  );
}

export function VariationsPopover({ settings, onChange, ...floating }: Props) {
  const t = useTranslations("composer.settings");
  const counts = Array.from({ length: VARIATIONS_MAX }, (_, index) => index + 1);
  return (
    <PopoverPopup {...floating} label={t("variations")}>
      <RadioTiles
        legend={t("variations")}
        name="variations"
        value={settings.variations}
        onChange={(variations) => onChange({ ...settings, variations })}
        onChosen={() => floating.onOpenChange(false)}
        className="flex gap-0.5"
        tileClassName="size-9 figures text-[13px]"
        tiles={counts.map((count) => ({ value: count, name: String(count), label: count }))}
      />
    </PopoverPopup>
  );
}

export { SaveToPopover } from "@/components/composer/save-to-popover";

type MoreProps = Floating & ComponentProps<typeof MoreSettings>;

export function MorePopover({ isOpen, onOpenChange, anchor, ...more }: MoreProps) {
  const t = useTranslations("composer.settings");
  const floating = { isOpen, onOpenChange, anchor };
  return (
    <PopoverPopup {...floating} label={t("more")} className="w-[340px]">
      <MoreSettings {...more} />
    </PopoverPopup>
  );
}

/** Minutes and seconds: "1:35". */
function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

"use client";

import { SlidersHorizontal } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Chip } from "@/components/composer/chip";
import { MoreSettings } from "@/components/composer/more-settings";
import { RadioTiles } from "@/components/composer/radio-tiles";
import { ShapeFrame } from "@/components/composer/shape-frame";
import { usd } from "@/components/studio/price";
import { classNames } from "@/components/ui/class-names";
import { Menu } from "@/components/ui/menu";
import { Popover } from "@/components/ui/popover";
import { hint } from "@/components/ui/tooltip";
import type { ModelOffer, StudioState } from "@/lib/contracts/account";
import { VARIATIONS_MAX } from "@/lib/contracts/limits";
import type { TurnSettings } from "@/lib/contracts/settings";
import { type Tier, TIERS } from "@/lib/contracts/shapes";
import { parsePixels } from "@/lib/contracts/size-truth";

type Props = {
  studio: StudioState;
  settings: TurnSettings;
  systemInstruction: string;
  hasPictures: boolean;
  onChange: (settings: TurnSettings) => void;
  onSystemInstruction: (text: string) => void;
};

/** The row of settings: model, shape and exact size, variations, and the rest under "more". */
export function SettingsChips(props: Props) {
  const { studio, settings, systemInstruction, onChange } = props;
  const t = useTranslations("composer.settings");
  const offer = studio.models.find((one) => one.id === settings.model);
  const hasMore = systemInstruction.trim() !== "" || settings.temperature !== null;
  return (
    <>
      <ModelChip studio={studio} settings={settings} onChange={onChange} />
      <ShapeChip
        offer={offer}
        settings={settings}
        hasPictures={props.hasPictures}
        onChange={onChange}
      />
      <VariationsChip settings={settings} onChange={onChange} />
      <Popover
        label={t("more")}
        className="w-[340px]"
        trigger={
          <Chip
            isIcon
            aria-label={t("more")}
            {...hint(t("more"))}
            className={classNames(hasMore && "text-accent-strong")}
          >
            <SlidersHorizontal aria-hidden className="size-4" />
          </Chip>
        }
      >
        <MoreSettings
          temperature={settings.temperature}
          onTemperature={(temperature) => onChange({ ...settings, temperature })}
          systemInstruction={systemInstruction}
          onSystemInstruction={props.onSystemInstruction}
        />
      </Popover>
    </>
  );
}

function ModelChip({
  studio,
  settings,
  onChange,
}: Pick<Props, "studio" | "settings" | "onChange">) {
  const t = useTranslations("composer.settings");
  const format = useFormatter();
  const factsOf = (offer: ModelOffer) => {
    const facts = [offer.id];
    if (offer.usualMs !== null) facts.push(t("usually", { time: clock(offer.usualMs) }));
    facts.push(studio.isSandbox ? t("free") : usd(format, offer.priceMicroUsd));
    return facts.join(" · ");
  };
  return (
    <Menu
      label={t("model")}
      side="top"
      align="start"
      entries={[
        ...(studio.isSandbox ? [{ heading: t("sandboxModels") }] : []),
        ...studio.models.map((offer) => ({
          label: factsOf(offer),
          isChecked: offer.id === settings.model,
          onSelect: () => onChange(fitTo(offer, { ...settings, model: offer.id })),
        })),
      ]}
      trigger={
        <Chip aria-label={t("modelIs", { model: settings.model })} {...hint(t("model"))}>
          {settings.model}
          {studio.isSandbox && (
            // On a phone the header says it already.
            <span className="text-[11px] max-sm:hidden">{t("sandbox")}</span>
          )}
        </Chip>
      }
    />
  );
}

/** A model without exact sizes cannot keep one that was chosen for another. */
function fitTo(offer: ModelOffer, settings: TurnSettings): TurnSettings {
  return offer.sizes === null ? { ...settings, tier: null } : settings;
}

type ShapeProps = Pick<Props, "settings" | "hasPictures" | "onChange"> & {
  offer: ModelOffer | undefined;
};

function ShapeChip({ offer, settings, hasPictures, onChange }: ShapeProps) {
  const t = useTranslations("composer.settings");
  const sizes = offer?.sizes ?? null;
  const size = settings.tier && sizes?.[settings.tier][settings.shape];
  const pixels = parsePixels(size || "");
  const exact = pixels && t(hasPictures ? "byEdits" : "byGenerations", pixels);
  return (
    <Popover
      label={t("shape")}
      className="w-[332px]"
      trigger={
        <Chip
          aria-label={
            exact === null ? t("shapeIs", { shape: settings.shape }) : t("exactIs", { exact })
          }
          {...hint(exact ?? t("shape"))}
        >
          <ShapeFrame shape={settings.shape} />
          {settings.shape}
          {settings.tier && (
            <span>
              · {settings.tier}
              <span className="max-sm:hidden"> {t("exactly")}</span>
            </span>
          )}
        </Chip>
      }
    >
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
            <p className="mt-2 text-[12px] text-muted">{exact ?? t("byWords")}</p>
          </div>
        )}
      </div>
    </Popover>
  );
}

function VariationsChip({ settings, onChange }: Pick<Props, "settings" | "onChange">) {
  const t = useTranslations("composer.settings");
  const counts = Array.from({ length: VARIATIONS_MAX }, (_, index) => index + 1);
  return (
    <Popover
      label={t("variations")}
      trigger={
        <Chip
          aria-label={t("variationsAre", { count: settings.variations })}
          {...hint(t("variations"))}
          className="figures"
        >
          ×{settings.variations}
        </Chip>
      }
    >
      <RadioTiles
        legend={t("variations")}
        name="variations"
        value={settings.variations}
        onChange={(variations) => onChange({ ...settings, variations })}
        className="flex gap-0.5"
        tileClassName="size-9 figures text-[13px]"
        tiles={counts.map((count) => ({ value: count, name: String(count), label: count }))}
      />
    </Popover>
  );
}

/** Minutes and seconds: "1:35". */
function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

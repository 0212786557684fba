"use client";

import { FolderPlus, FolderX, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Chip } from "@/components/composer/chip";
import { useSaveTo } from "@/components/composer/save-to";
import { ShapeFrame } from "@/components/composer/shape-frame";
import { useModelLabel } from "@/components/shell/use-studio";
import { Anchored, floatingHandle } from "@/components/ui/anchored";
import { classNames } from "@/components/ui/class-names";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { hint } from "@/components/ui/tooltip";
import type { StudioState } from "@/lib/contracts/account";
import { parsePixels } from "@/lib/contracts/pixels";
import type { TurnSettings } from "@/lib/contracts/settings";

/** All popups are one chunk, preloaded when the pointer nears any chip. */
const loadPopups = () => import("@/components/composer/settings-popups");
const ModelMenu = lazyPiece(() => loadPopups().then((it) => it.ModelMenu), floatingHandle);
const ShapePopover = lazyPiece(() => loadPopups().then((it) => it.ShapePopover), floatingHandle);
const VariationsPopover = lazyPiece(
  () => loadPopups().then((it) => it.VariationsPopover),
  floatingHandle,
);
const SaveToPopover = lazyPiece(() => loadPopups().then((it) => it.SaveToPopover), floatingHandle);
const MorePopover = lazyPiece(() => loadPopups().then((it) => it.MorePopover), floatingHandle);

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
  const model = useModelLabel()(settings.model);
  const offer = studio.models.find((one) => one.id === settings.model);
  const size = settings.tier && offer?.sizes?.[settings.tier][settings.shape];
  const pixels = parsePixels(size || "");
  const exact = pixels && t(props.hasPictures ? "byEdits" : "byGenerations", pixels);
  const hasTemperature = settings.temperature !== null && offer?.takesTemperature !== false;
  const saveTo = useSaveTo(settings);
  const hasMore = systemInstruction.trim() !== "" || hasTemperature;
  return (
    <>
      <Anchored
        kind="menu"
        preload={ModelMenu.preload}
        trigger={
          <Chip aria-label={t("modelIs", { model })} {...hint(t("model"))}>
            {model}
            {studio.isSandbox && <span className="text-[11px]">{t("sandbox")}</span>}
          </Chip>
        }
      >
        {(floating) => (
          <ModelMenu {...floating} studio={studio} settings={settings} onChange={onChange} />
        )}
      </Anchored>
      <Anchored
        kind="dialog"
        preload={ShapePopover.preload}
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
        {(floating) => (
          <ShapePopover
            {...floating}
            offer={offer}
            settings={settings}
            exact={exact}
            onChange={onChange}
          />
        )}
      </Anchored>
      <Anchored
        kind="dialog"
        preload={VariationsPopover.preload}
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
        {(floating) => <VariationsPopover {...floating} settings={settings} onChange={onChange} />}
      </Anchored>
      <Anchored
        kind="dialog"
        preload={SaveToPopover.preload}
        trigger={
          saveTo.isUsable ? (
            <Chip
              isIcon={saveTo.name === null}
              aria-label={saveTo.name === null ? t("saveTo") : t("savesTo", { name: saveTo.name })}
              {...hint(t("saveTo"))}
            >
              <FolderPlus aria-hidden className="size-4" />
              {saveTo.name !== null && <span className="max-w-32 truncate">{saveTo.name}</span>}
            </Chip>
          ) : (
            <Chip aria-label={t("notSaved")} {...hint(t("notSaved"))}>
              <FolderX aria-hidden className="size-4" />
              {t("notSavedShort")}
            </Chip>
          )
        }
      >
        {(floating) => <SaveToPopover {...floating} settings={settings} onChange={onChange} />}
      </Anchored>
      <Anchored
        kind="dialog"
        preload={MorePopover.preload}
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
        {(floating) => (
          <MorePopover
            {...floating}
            temperature={settings.temperature}
            takesTemperature={offer?.takesTemperature ?? true}
            onTemperature={(temperature) => onChange({ ...settings, temperature })}
            systemInstruction={systemInstruction}
            onSystemInstruction={props.onSystemInstruction}
          />
        )}
      </Anchored>
    </>
  );
}

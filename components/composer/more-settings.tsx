"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { fieldClass } from "@/components/ui/text-field";
import { TextArea } from "@/components/ui/text-area";
import { classNames } from "@/components/ui/class-names";
import { SYSTEM_INSTRUCTION_MAX_CHARS, TEMPERATURE_MAX } from "@/lib/contracts/limits";

type Props = {
  temperature: number | null;
  /** Whether the chosen model's route accepts a temperature. */
  takesTemperature: boolean;
  onTemperature: (temperature: number | null) => void;
  systemInstruction: string;
  onSystemInstruction: (text: string) => void;
};

/** Less used settings: the thread's system instruction and the temperature. */
export function MoreSettings(props: Props) {
  const { systemInstruction, onSystemInstruction } = props;
  const t = useTranslations("composer.settings");
  const id = useId();
  return (
    <div className="flex flex-col gap-4">
      <div>
        <label htmlFor={`${id}-system`} className="mb-1.5 block text-[13px] font-medium">
          {t("system")}
        </label>
        <TextArea
          id={`${id}-system`}
          value={systemInstruction}
          maxLength={SYSTEM_INSTRUCTION_MAX_CHARS}
          maxHeight={160}
          placeholder={t("systemPlaceholder")}
          onChange={(event) => onSystemInstruction(event.target.value)}
          className={classNames(fieldClass, "min-h-[72px] py-2 text-[14px] leading-5")}
        />
        <p className="mt-1.5 text-[12px] text-muted">{t("systemHelp")}</p>
      </div>
      {props.takesTemperature ? (
        <Temperature {...props} />
      ) : (
        <p className="text-[12px] text-muted">{t("temperatureUnused")}</p>
      )}
    </div>
  );
}

function Temperature({ temperature, onTemperature }: Props) {
  const t = useTranslations("composer.settings");
  const id = useId();
  return (
    <div>
      <div className="mb-1.5 flex items-center justify-between text-[13px]">
        <label htmlFor={`${id}-temperature`} className="font-medium">
          {t("temperature")}
        </label>
        <span className="figures text-muted">
          {temperature === null ? t("temperatureDefault") : temperature.toFixed(1)}
        </span>
      </div>
      <input
        id={`${id}-temperature`}
        type="range"
        min={0}
        max={TEMPERATURE_MAX}
        step={0.1}
        value={temperature ?? 1}
        onChange={(event) => onTemperature(Number(event.target.value))}
        className={classNames("w-full accent-(--accent)", temperature === null && "opacity-50")}
      />
      {temperature !== null && (
        <button
          type="button"
          onClick={() => onTemperature(null)}
          className="mt-1 text-[12px] text-muted underline underline-offset-2 hover:text-ink"
        >
          {t("temperatureReset")}
        </button>
      )}
    </div>
  );
}

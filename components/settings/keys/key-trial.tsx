"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useStudio } from "@/components/shell/use-studio";
import { usd } from "@/components/ui/price";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/select-field";
import { randomUuid } from "@/lib/client/random-uuid";
import type { KeyCheckBody } from "@/lib/contracts/keys";
import { isPermitted } from "@/lib/contracts/permissions";

type Picture = NonNullable<KeyCheckBody["picture"]>;
type Props = {
  /** The key that is shown as paying. The server sends nothing if it changed. */
  shown: NonNullable<Picture["keyShown"]>;
  isWorking: boolean;
  onAsk: (picture: Picture) => void;
};

/** The paid part of the check: one picture, with its price on the button. */
export function KeyTrial({ shown: keyShown, isWorking, onAsk }: Props) {
  const t = useTranslations("keys.trial");
  const format = useFormatter();
  const { models, workspace } = useStudio();
  const [modelId, setModelId] = useState<string | null>(null);
  // Reused until the reply arrives, so that pressing again after a lost reply does not pay twice.
  const [idempotencyKey, setIdempotencyKey] = useState(randomUuid);
  const [cheapest] = models.toSorted((one, other) => one.priceMicroUsd - other.priceMicroUsd);
  const model = models.find(({ id }) => id === modelId) ?? cheapest;
  if (model === undefined || !isPermitted(workspace.role, "write")) return null;

  const choose = (id: string) => {
    setModelId(id);
    setIdempotencyKey(randomUuid());
  };
  const { priceMicroUsd: agreedMicroUsd } = model;
  return (
    <div className="mt-4">
      <p className="max-w-[62ch] text-[13px] leading-5 text-pretty text-muted">{t("lead")}</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <SelectField
          label={t("model")}
          isLabelHidden
          value={model.id}
          disabled={isWorking}
          options={models.map(({ id, label }) => ({ value: id, label }))}
          onChange={(event) => choose(event.target.value)}
        />
        <Button
          className="figures pointer-coarse:h-11"
          // `disabled` would drop the keyboard focus.
          aria-disabled={isWorking}
          onClick={() => {
            if (!isWorking) onAsk({ model: model.id, agreedMicroUsd, idempotencyKey, keyShown });
          }}
        >
          {isWorking ? t("asking") : t("ask", { price: usd(format, agreedMicroUsd) })}
        </Button>
      </div>
    </div>
  );
}

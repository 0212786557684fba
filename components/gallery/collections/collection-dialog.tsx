"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { TextArea } from "@/components/ui/text-area";
import { TextField, fieldClass } from "@/components/ui/text-field";
import { useFormCall } from "@/components/ui/use-form-call";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { CollectionView } from "@/lib/contracts/collections";

const ACCESSES = ["private", "look", "add"] as const;

type Props = {
  /** Null for a new one. */
  collection: CollectionView | null;
  onSaved?: (collection: CollectionView) => void;
  /** Asks before it deletes. */
  onDelete?: () => void;
  onClose: () => void;
};

/** Name, description and rights of a collection. */
export function CollectionDialog({ collection, onSaved, onDelete, onClose }: Props) {
  const t = useTranslations("gallery.collections");
  const client = useQueryClient();
  const descriptionId = useId();
  const [name, setName] = useState(collection?.name ?? "");
  const [description, setDescription] = useState(collection?.description ?? "");
  const [access, setAccess] = useState(collection?.access ?? "private");
  const { send, problem, errorOf, isBlocked } = useFormCall();

  const save = async () => {
    const body = { name, description, access };
    const saved =
      collection === null
        ? await call("collections.create", { body })
        : await call("collections.update", { params: { collectionId: collection.id }, body });
    await client.invalidateQueries({ queryKey: keys.collections() });
    onClose();
    onSaved?.(saved);
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t(collection === null ? "newTitle" : "editTitle")}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send(save);
        }}
      >
        <TextField
          label={t("name")}
          value={name}
          required
          maxLength={120}
          autoComplete="off"
          error={errorOf("name")}
          onChange={(event) => setName(event.target.value)}
        />
        <div>
          <label htmlFor={descriptionId} className="mb-1.5 block text-[13px] font-medium">
            {t("description")}
          </label>
          <div className={`${fieldClass} py-2.5 focus-within:border-muted`}>
            <TextArea
              id={descriptionId}
              aria-label={t("description")}
              value={description}
              maxLength={2_000}
              maxHeight={140}
              className="min-h-12 text-[15px]!"
              onChange={(event) => setDescription(event.target.value)}
            />
          </div>
        </div>
        <fieldset>
          <legend className="mb-1.5 text-[13px] font-medium">{t("rights")}</legend>
          {ACCESSES.map((value) => (
            <label
              key={value}
              className="flex cursor-pointer gap-3 rounded-control px-2 py-2 hover:bg-hover"
            >
              <input
                type="radio"
                name="access"
                value={value}
                checked={access === value}
                onChange={() => setAccess(value)}
                aria-label={t(`access.${value}`)}
                className="mt-1 accent-(--ink)"
              />
              <span>
                <span className="block text-[14px] leading-5 text-ink">{t(`access.${value}`)}</span>
                <span className="block text-[13px] leading-5 text-muted">
                  {t(`accessDetail.${value}`)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        <FormAlert problem={problem} fields={["name"]} />
        <div className="flex justify-end gap-2">
          {onDelete && (
            <Button variant="danger" className="mr-auto" onClick={onDelete}>
              {t("delete")}
            </Button>
          )}
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" disabled={isBlocked || name.trim() === ""}>
            {t(collection === null ? "createShort" : "save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

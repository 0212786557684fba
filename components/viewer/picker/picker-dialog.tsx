"use client";

import { Check, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { type Choice, filterChoices, newName } from "@/components/viewer/picker/picker-list";
import { classNames } from "@/components/ui/class-names";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { pressedKey } from "@/components/ui/pressed-key";
import { SegmentedChoice } from "@/components/ui/segmented-choice";

export type Picked = { choice: Choice | null; name: string; isAdded: boolean };

type Props = {
  title: string;
  placeholder: string;
  createLabel: (name: string) => string;
  /** Null while they load. */
  choices: readonly Choice[] | null;
  recent: readonly string[];
  /** Whether the picture has it; null for many pictures, which are added to or removed from. */
  has: ((id: string) => boolean) | null;
  onPick: (picked: Picked, isDone: boolean) => void;
  onClose: () => void;
};

const SHOWN = 60;

/** Type to filter; Enter toggles, or creates what does not exist, and goes on. With Shift it stays open. */
export function PickerDialog(props: Props) {
  const t = useTranslations("viewer.picker");
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState(0);
  const [mode, setMode] = useState<"add" | "remove">("add");
  const { has } = props;
  const choices = props.choices ?? [];
  const found = filterChoices(choices, text, props.recent).slice(0, SHOWN);
  const created = mode === "remove" ? null : newName(choices, text);
  const count = found.length + (created === null ? 0 : 1);
  const at = Math.min(marked, count - 1);

  const pick = (index: number, stays: boolean) => {
    const choice = found[index] ?? null;
    const name = choice?.name ?? created;
    if (name === null || index >= count) return;
    const isAdded = has === null ? mode === "add" : choice === null || !has(choice.id);
    props.onPick({ choice, name, isAdded }, !stays);
    setText("");
    setMarked(0);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = pressedKey(event);
    if (key === "Enter") {
      event.preventDefault();
      pick(at, event.shiftKey);
    }
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, at + (key === "ArrowDown" ? 1 : -1)));
    setMarked(next);
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
  };

  const rows = [
    ...found.map((choice) => ({ key: choice.id, choice, label: choice.name })),
    ...(created === null ? [] : [{ key: "new", choice: null, label: props.createLabel(created) }]),
  ];
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      title={props.title}
      initialFocus={input}
      className="top-[22%]! w-[min(400px,calc(100vw-32px))]! translate-y-0! p-4!"
    >
      {has === null && (
        <div className="mb-3">
          <SegmentedChoice
            legend={props.title}
            name={listId}
            value={mode}
            choices={[
              { value: "add", label: t("add") },
              { value: "remove", label: t("remove") },
            ]}
            onChange={setMode}
          />
        </div>
      )}
      <input
        ref={input}
        role="combobox"
        aria-label={props.title}
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={count > 0 ? `${listId}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        placeholder={props.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
        className="h-10 w-full rounded-control border border-line bg-raised px-3 text-[15px] text-ink outline-none focus:border-muted pointer-coarse:h-11 pointer-coarse:text-[16px]"
      />
      <div
        id={listId}
        role="listbox"
        aria-label={props.title}
        aria-multiselectable
        className="-mx-1 mt-2 max-h-[264px] min-h-9 overflow-y-auto"
      >
        {rows.map(({ key, choice, label }, index) => {
          const isOn = choice !== null && has !== null && has(choice.id);
          return (
            // The field keeps the focus and handles the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={key}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={isOn}
              tabIndex={-1}
              onPointerDown={(event) => event.preventDefault()}
              onClick={(event) => pick(index, event.shiftKey)}
              className={classNames(
                "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-[14px] hover:bg-hover pointer-coarse:min-h-11",
                index === at && "bg-selected",
              )}
            >
              <span className="flex size-4 shrink-0 items-center justify-center">
                {choice === null && <Plus aria-hidden className="size-4 text-muted" />}
                {isOn && <Check aria-hidden className="size-4" />}
              </span>
              <span className="min-w-0 flex-1 truncate">{label}</span>
              {choice?.detail && <span className="figures text-muted">{choice.detail}</span>}
            </div>
          );
        })}
        {rows.length === 0 && (
          <p className="px-2.5 py-2 text-[14px] text-muted">
            {t(props.choices === null ? "loading" : "none")}
          </p>
        )}
      </div>
      <p className="mt-2 flex items-center gap-2 px-1 text-[12px] text-muted pointer-coarse:hidden">
        <Kbd>Enter</Kbd>
        {t(has === null ? "enterMany" : "enter")}
        <Kbd>⇧ Enter</Kbd>
        {t("stay")}
      </p>
    </Dialog>
  );
}

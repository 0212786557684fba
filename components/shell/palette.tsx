"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { usePaletteGroups } from "@/components/shell/palette-entries";
import { usePalettePictures } from "@/components/shell/use-palette-pictures";
import { useShell } from "@/components/shell/shell-context";
import { useDebounced } from "@/components/shell/use-debounced";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { threadsQuery } from "@/lib/client/queries";

type Props = { open: boolean; onOpenChange: (isOpen: boolean) => void };

const THREADS_SHOWN = 8;

/** The command palette: threads and pictures (which the server searches) and commands. */
export default function Palette({ open, onOpenChange }: Props) {
  const t = useTranslations("shell.palette");
  const { closeDrawer } = useShell();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  const query = useDebounced(text.trim(), 150);
  const list = useInfiniteQuery({
    ...threadsQuery("active", query),
    placeholderData: (old) => old,
  });
  const threads = list.data?.pages.flatMap((page) => page.threads).slice(0, THREADS_SHOWN) ?? [];
  const pictures = usePalettePictures(query, text.trim());
  const isWaiting = list.isFetching || pictures.isFetching || query !== text.trim();
  const areOfThisText = query === text.trim() && !list.isPlaceholderData;
  const groups = usePaletteGroups(text.trim(), threads, areOfThisText, pictures.entries);
  const ids = groups.flatMap((group) => group.entries.map((entry) => entry.id));

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      isTitleHidden
      // Not `autoFocus`: with it the dialog could not restore the focus when it closes.
      initialFocus={field}
      className="top-[14vh]! w-[min(560px,calc(100vw-24px))]! translate-y-0! overflow-hidden! p-0!"
    >
      <Command
        label={t("title")}
        loop
        // The results are already filtered. If the selected one has left the list, select the first.
        shouldFilter={false}
        value={ids.includes(chosen) ? chosen : (ids[0] ?? "")}
        onValueChange={setChosen}
      >
        <Command.Input
          ref={field}
          value={text}
          onValueChange={setText}
          placeholder={t("placeholder")}
          className="h-13 w-full border-b border-line bg-transparent px-4 text-[16px] text-ink outline-none"
        />
        <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5 pb-2">
          {ids.length === 0 && !isWaiting && (
            <p role="status" className="px-3 py-6 text-center text-muted">
              {t("nothing")}
            </p>
          )}
          {groups.map(({ name, entries }) => (
            <Command.Group
              key={name}
              heading={t(name)}
              className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-[12px] [&_[cmdk-group-heading]]:text-muted"
            >
              {entries.map((entry) => (
                <Command.Item
                  key={entry.id}
                  value={entry.id}
                  onSelect={() => {
                    onOpenChange(false);
                    closeDrawer();
                    entry.run();
                  }}
                  className="flex min-h-10 cursor-pointer items-center gap-3 rounded-[8px] px-3 py-1.5 text-ink data-[selected=true]:bg-hover"
                >
                  <span aria-hidden className="flex w-7 justify-center text-muted">
                    {entry.icon}
                  </span>
                  <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                  {entry.keys && <Kbd isHint>{entry.keys}</Kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

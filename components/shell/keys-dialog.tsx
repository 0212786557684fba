"use client";

import { useTranslations } from "next-intl";
import { useModKey, useSwitcherKeys } from "@/components/shell/use-mod-key";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

type Props = { open: boolean; onOpenChange: (isOpen: boolean) => void };

/** Each row: the keys, and the message key of what they do. */
function groupsFor(mod: string, switcher: string) {
  return [
    {
      title: "everywhere",
      lines: [
        [["N"], "newThread"],
        [["G"], "gallery"],
        [[`${mod}K`], "palette"],
        [[switcher], "workspaces"],
        [[`${mod}\\`], "sidebar"],
        [["?"], "keys"],
      ],
    },
    {
      title: "composing",
      lines: [
        [["Enter"], "send"],
        [["Shift", "Enter"], "newLine"],
        [["@"], "mention"],
        [["Esc"], "leaveEdit"],
      ],
    },
    {
      title: "looking",
      lines: [
        [["P"], "beneath"],
        [["[", "]"], "forks"],
        [["←", "→"], "viewer"],
        [["M"], "compare"],
        [["U"], "reference"],
        [["0"], "toPixels"],
        [["I"], "details"],
        [["S"], "share"],
      ],
    },
    {
      title: "gallery",
      lines: [
        [["/"], "searchGallery"],
        [["F"], "favourite"],
        [["X"], "trash"],
        [["T"], "tag"],
        [["C"], "collection"],
        [["Z"], "undo"],
        [["Space"], "select"],
        [["Shift", "→"], "selectMore"],
        [[`${mod}A`], "selectAll"],
        [["E"], "stack"],
        [["[", "]"], "order"],
        [["+", "−"], "pictureSize"],
      ],
    },
    {
      title: "list",
      lines: [
        [["↑", "↓"], "move"],
        [["F2"], "rename"],
        [["Del"], "delete"],
      ],
    },
  ] as const;
}

/** The list of keyboard shortcuts, opened with `?`. */
export default function KeysDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("shell.keys");
  const mod = useModKey();
  const switcher = useSwitcherKeys();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      className="w-[min(640px,calc(100vw-32px))]!"
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groupsFor(mod, switcher).map(({ title, lines }) => (
          <section key={title}>
            <h3 className="mb-1 text-[12px] text-muted">{t(`groups.${title}`)}</h3>
            <dl>
              {lines.map(([keys, name]) => (
                <div
                  key={name}
                  className="flex min-h-9 items-center justify-between gap-4 border-b border-line last:border-0"
                >
                  <dt>{t(`names.${name}`)}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

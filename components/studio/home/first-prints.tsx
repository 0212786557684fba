"use client";

import { useTranslations } from "next-intl";
import cat from "@/components/studio/home/examples/cat.webp";
import city from "@/components/studio/home/examples/city.webp";
import harbour from "@/components/studio/home/examples/harbour.webp";
import lighthouse from "@/components/studio/home/examples/lighthouse.webp";
import { Kbd } from "@/components/ui/kbd";
import { pressedKey } from "@/components/ui/pressed-key";
import type { Shape } from "@/lib/contracts/shapes";

/** Painted by the sandbox from these very prompts. */
const EXAMPLES = [
  { name: "lighthouse", picture: lighthouse, shape: "3:2" },
  { name: "harbour", picture: harbour, shape: "3:2" },
  { name: "city", picture: city, shape: "3:2" },
  { name: "cat", picture: cat, shape: "4:5" },
] as const;

export type Example = { prompt: string; shape: Shape };

type Props = {
  /** Makes the picture. */
  onMake: (example: Example) => void;
  isMaking: boolean;
};

/** Four pictures with their prompts, for a first picture in one click. With the focus on one, 1 to 4 choose. */
export function FirstPrints({ onMake, isMaking }: Props) {
  const t = useTranslations("studio.home");
  const prompts = useTranslations("composer.examples");
  const make = (example: (typeof EXAMPLES)[number]) =>
    onMake({ prompt: prompts(example.name), shape: example.shape });
  return (
    <ul
      aria-label={prompts("label")}
      className="flex flex-wrap justify-center gap-x-5 gap-y-6 [--print:104px] @4xl:flex-nowrap @4xl:[--print:190px]"
    >
      {EXAMPLES.map((example, index) => {
        const { name, picture } = example;
        const ratio = picture.width / picture.height;
        return (
          <li
            key={name}
            className="w-0 min-w-0"
            style={{ flexGrow: ratio, flexBasis: `calc(var(--print) * ${ratio})` }}
          >
            <button
              type="button"
              disabled={isMaking}
              onClick={() => make(example)}
              onKeyDown={(event) => {
                const chosen = EXAMPLES[Number(pressedKey(event)) - 1];
                if (chosen) make(chosen);
              }}
              className="group/print block w-full rounded-print text-left outline-offset-6 disabled:opacity-60"
            >
              <span className="relative block rounded-[4px] ring-line-strong ring-offset-6 ring-offset-paper group-hover/print:ring-1">
                <img
                  src={picture.src}
                  alt=""
                  width={picture.width}
                  height={picture.height}
                  decoding="async"
                  draggable={false}
                  className="h-auto w-full rounded-print bg-plate"
                />
                <span
                  aria-hidden
                  className="absolute bottom-2.5 left-2.5 flex max-w-[calc(100%-20px)] items-center gap-2 rounded-control bg-black/65 px-3 py-1.5 text-[13px] text-white opacity-0 transition-opacity group-hover/print:opacity-100 group-focus-visible/print:opacity-100 pointer-coarse:hidden"
                >
                  <span className="truncate">{t("make")}</span>
                  <span className="hidden group-focus-visible/print:block">
                    <Kbd>{String(index + 1)}</Kbd>
                  </span>
                </span>
              </span>
              <span className="mt-3 block text-[14px] leading-5 text-pretty text-muted transition-colors group-hover/print:text-ink">
                {prompts(name)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

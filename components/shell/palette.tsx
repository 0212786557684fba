"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Keyboard, KeyRound, Languages, LogOut, PanelLeft, Plus, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { type ReactNode, useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { signOut } from "@/components/shell/sign-out";
import { useDebounced } from "@/components/shell/use-debounced";
import { useLanguage } from "@/components/shell/use-language";
import { useModKey } from "@/components/shell/use-mod-key";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { toast } from "@/components/ui/toast";
import { useProblemText } from "@/lib/client/problem-text";
import { threadsQuery } from "@/lib/client/queries";
import { imageBytesPath } from "@/lib/contracts/routes";
import { LOCALE_NAMES, LOCALES } from "@/lib/utils/locale";

type Props = { open: boolean; onOpenChange: (isOpen: boolean) => void };

const THEMES = ["system", "light", "dark"] as const;
const THREADS_SHOWN = 8;
const iconClass = "size-4";
const groupClass =
  "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-[12px] [&_[cmdk-group-heading]]:text-muted";

/** Everything by a few letters: threads (the server searches titles and instructions), and what one can do. */
export default function Palette({ open, onOpenChange }: Props) {
  const t = useTranslations("shell.palette");
  const tAccount = useTranslations("shell.account");
  const router = useRouter();
  const shell = useShell();
  const modKey = useModKey();
  const { setTheme } = useTheme();
  const { setLocale } = useLanguage();
  const problemText = useProblemText();
  const [text, setText] = useState("");
  const query = useDebounced(text.trim(), 150);
  const list = useInfiniteQuery({
    ...threadsQuery("active", query),
    placeholderData: (old) => old,
  });
  const threads = list.data?.pages.flatMap((page) => page.threads).slice(0, THREADS_SHOWN) ?? [];

  const then = (run: () => void) => () => {
    onOpenChange(false);
    shell.closeDrawer();
    run();
  };
  const leave = () =>
    void signOut().catch((error: unknown) => toast(problemText(error), { tone: "error" }));

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      isTitleHidden
      className="top-[14vh]! w-[min(560px,calc(100vw-24px))]! translate-y-0! overflow-hidden! p-0!"
    >
      <Command label={t("title")} loop>
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t("placeholder")}
          className="h-13 w-full border-b border-line bg-transparent px-4 text-[16px] text-ink outline-none"
        />
        <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5 pb-2">
          <Command.Empty className="px-3 py-6 text-center text-muted">{t("nothing")}</Command.Empty>
          <Command.Group heading={t("do")} className={groupClass}>
            <Item
              icon={<Plus className={iconClass} />}
              keys="N"
              onSelect={then(() => router.push("/"))}
            >
              {t("newThread")}
            </Item>
            <Item
              icon={<PanelLeft className={iconClass} />}
              keys={`${modKey}\\`}
              onSelect={then(shell.toggleSidebar)}
            >
              {t("toggleSidebar")}
            </Item>
          </Command.Group>
          {threads.length > 0 && (
            <Command.Group heading={t("goTo")} className={groupClass} forceMount>
              {threads.map((thread) => (
                <Item
                  key={thread.id}
                  // The server has matched it already, perhaps by an instruction: cmdk must not filter it out.
                  isMatched
                  value={`thread ${thread.id}`}
                  icon={
                    thread.cover ? (
                      <img
                        src={imageBytesPath(thread.cover.imageId, 256)}
                        alt=""
                        className="size-7 rounded-print object-cover"
                      />
                    ) : (
                      <span className="size-7 rounded-print bg-plate" />
                    )
                  }
                  onSelect={then(() => router.push(`/t/${thread.id}`))}
                >
                  {thread.title}
                </Item>
              ))}
            </Command.Group>
          )}
          <Command.Group heading={t("settings")} className={groupClass}>
            {THEMES.map((name) => (
              <Item
                key={name}
                icon={<SunMoon className={iconClass} />}
                onSelect={then(() => setTheme(name))}
              >
                {t("theme", { name: tAccount(`themes.${name}`) })}
              </Item>
            ))}
            {LOCALES.map((name) => (
              <Item
                key={name}
                icon={<Languages className={iconClass} />}
                onSelect={then(() => setLocale(name))}
              >
                {t("language", { name: LOCALE_NAMES[name] })}
              </Item>
            ))}
            <Item
              icon={<KeyRound className={iconClass} />}
              onSelect={then(shell.openPasswordDialog)}
            >
              {tAccount("changePassword")}
            </Item>
            <Item
              icon={<Keyboard className={iconClass} />}
              keys="?"
              onSelect={then(shell.openKeys)}
            >
              {tAccount("keys")}
            </Item>
            <Item icon={<LogOut className={iconClass} />} onSelect={then(leave)}>
              {tAccount("signOut")}
            </Item>
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

type ItemProps = {
  icon: ReactNode;
  keys?: string;
  value?: string;
  isMatched?: boolean;
  onSelect: () => void;
  children: ReactNode;
};

function Item({ icon, keys, value, isMatched, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      forceMount={isMatched}
      onSelect={onSelect}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-[8px] px-3 py-1.5 text-ink data-[selected=true]:bg-hover"
    >
      <span aria-hidden className="flex w-7 justify-center text-muted">
        {icon}
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd isHint>{keys}</Kbd>}
    </Command.Item>
  );
}

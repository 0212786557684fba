"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { TextField } from "@/components/ui/text-field";

/** A password field with a toggle that reveals it. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, "type">) {
  const t = useTranslations("account");
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextField
        {...props}
        type={isShown ? "text" : "password"}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
      />
      <span className="absolute top-8 right-1.5">
        <IconButton
          label={t(isShown ? "hide" : "show")}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? (
            <EyeOff aria-hidden className="size-4" />
          ) : (
            <Eye aria-hidden className="size-4" />
          )}
        </IconButton>
      </span>
    </div>
  );
}
